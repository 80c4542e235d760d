using System.Net.Sockets;

namespace Adit.Server.Control;

/// <summary>What can go wrong on the way to the server, in words.</summary>
internal static class ControlProblems
{
    public static ControlException Unreachable(string path, HttpRequestException exception) =>
        exception.InnerException is SocketException { SocketErrorCode: SocketError.AccessDenied }
            ? new ControlException(ControlFault.Denied, new ProblemView(
                "socket-denied", $"You may not open '{path}'.", "Ask again as root or as the server's own user."), exception)
            : new ControlException(ControlFault.NotRunning, new ProblemView(
                "not-running", $"No server answers at '{path}'.",
                "Start it with 'adit up', or name its state directory with --state."), exception);

    public static ControlException NotAnswered(TimeSpan waited, Exception exception) => new(ControlFault.Failed, new ProblemView(
        "no-answer", $"The server is there and did not answer within {waited.TotalSeconds} seconds.", "Look at its log and its load."), exception);

    public static ControlException NotUnderstood(int status, Exception? exception) => new(ControlFault.Failed, new ProblemView(
        "answer-unreadable", $"The server's answer (HTTP {status}) is not one this version knows.",
        "Use an 'adit' of the same version as the server."), exception);
}
