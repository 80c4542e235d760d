using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Control;

/// <summary>Lets root and the server's own user in, and turns refusals into answers.</summary>
internal sealed class ControlGate(int ownUserId, ILogger logger)
{
    private const int Root = 0;

    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            if (ControlSocket.ReadPeerUserId(http.Features.GetRequiredFeature<IConnectionSocketFeature>().Socket) is not { } userId)
                return; // nobody is there for an answer

            http.Features.Set(Admit(userId));
            await next(http);
        }
        catch (ControlException exception)
        {
            await AnswerAsync(http, exception.Fault, exception.Problem);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            ControlLog.RequestFailed(logger, http.Request.Method, http.Request.Path, exception);
            await AnswerAsync(http, ControlFault.Failed, new ProblemView(
                "server-fault", $"The server met a fault of its own ({exception.GetType().Name}).", "Read the server's log for the details."));
        }
    }

    private Actor Admit(int userId)
    {
        if (userId == Root || userId == ownUserId)
            return Actor.FromUserId(userId);

        ControlLog.CallerRefused(logger, userId);
        throw new ControlException(ControlFault.Denied, new ProblemView("caller-refused",
            $"Only root and the server's own user may control it, and you are {Actor.FromUserId(userId).Name}.", "Ask again as root."));
    }

    private static Task AnswerAsync(HttpContext http, ControlFault fault, ProblemView problem) =>
        Results.Json(problem, ControlJson.Default.ProblemView, statusCode: ControlStatus.Of(fault)).ExecuteAsync(http);
}
