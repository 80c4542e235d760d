namespace Adit.Server.Tests.Support;

/// <summary>Waits for what must come true, by asking again until a deadline.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    public static async Task BecomesTrueAsync(string what, Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(Limit);
        using var timer = new PeriodicTimer(Interval);
        while (!condition())
        {
            try
            {
                await timer.WaitForNextTickAsync(deadline.Token);
            }
            catch (OperationCanceledException cancelled)
            {
                throw new TimeoutException($"Not within {Limit}: {what}.", cancelled);
            }
        }
    }
}
