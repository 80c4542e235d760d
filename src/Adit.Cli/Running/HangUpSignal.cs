using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace Adit.Cli.Running;

/// <summary>Waits for the end of a server, and has something done at each SIGHUP; the closing of its terminal is its end.</summary>
internal static class HangUpSignal
{
    /// <summary>Signals that come while one is being handled are one more, however many they are.</summary>
    public static async Task RunAsync(Func<Task> onSignal, CancellationToken ending)
    {
        var terminal = new ControllingTerminal();
        var signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            signals.Writer.TryWrite(true);
        });
        try
        {
            while (await signals.Reader.ReadAsync(ending) && !terminal.IsGone)
                await onSignal();
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            return;
        }
    }
}
