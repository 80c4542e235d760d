namespace Adit.Cli.Demo;

internal static class Cancellation
{
    /// <summary>Waits until the token is cancelled, and ends without an exception.</summary>
    public static Task WhenCancelledAsync(this CancellationToken cancellation)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cancellation.Register(() => cancelled.TrySetResult());
        return cancelled.Task;
    }
}
