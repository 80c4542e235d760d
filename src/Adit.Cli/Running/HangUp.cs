using System.Runtime.InteropServices;

namespace Adit.Cli.Running;

/// <summary>Has the closing of the terminal (SIGHUP) end a command in order, as Ctrl-C does.</summary>
internal static class HangUp
{
    /// <summary>Runs the command with a token that is cancelled then, too.</summary>
    public static async Task<int> EndsAsync(Func<CancellationToken, Task<int>> run, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            ending.Cancel();
        });
        return await run(ending.Token);
    }
}
