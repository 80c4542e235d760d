namespace Adit.Interop.Tests.Lab;

/// <summary>Waits for what must come true, by asking again until a deadline.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    public static async Task BecomesTrueAsync(string what, TimeSpan limit, Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(limit);
        using var timer = new PeriodicTimer(Interval);
        while (!await condition())
        {
            try
            {
                await timer.WaitForNextTickAsync(deadline.Token);
            }
            catch (OperationCanceledException cancelled)
            {
                throw new TimeoutException($"Not within {limit}: {what}.", cancelled);
            }
        }
    }
}
