using System.Diagnostics;
using Adit.Server.Control;

namespace Adit.Cli.Demo;

/// <summary>What the server has noted of a call that has failed.</summary>
internal static class ServerRecord
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>The user's last attempt once it has failed: the caller knows of that a moment before the server is done with it. Null where there is none.</summary>
    public static async Task<AttemptView?> FindAsync(string state, string user, CancellationToken cancellation)
    {
        using var control = new ControlClient(state);
        for (var begun = Stopwatch.GetTimestamp(); ; await Task.Delay(Pause, cancellation))
        {
            var attempt = (await control.WhyAsync(user, null, cancellation)).Attempt;
            if (attempt?.FailureCode is not null || Stopwatch.GetElapsedTime(begun) > Patience)
                return attempt;
        }
    }
}
