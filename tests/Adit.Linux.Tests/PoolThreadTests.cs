using System.Globalization;

namespace Adit.Linux.Tests;

public sealed class PoolThreadTests
{
    [Fact]
    public async Task A_thread_of_the_pool_yields_to_others_and_not_twice() =>
        Assert.Equal(Math.Min(NicenessOfProcess() + PoolThread.Nicer, 19), await Task.Run(NicenessAfterYielding));

    [Fact]
    public void Another_thread_stays_as_it_is()
    {
        var (before, after) = (-1, -2);
        var thread = new Thread(() => (before, after) = (Niceness(), NicenessAfterYielding()));
        thread.Start();
        thread.Join();

        Assert.Equal(before, after);
    }

    [Fact]
    public async Task Threads_that_wait_for_links_stay_as_they_are_whoever_begins_them()
    {
        await Task.Run(PoolThread.YieldToPackets);

        string[] waiting = [];
        SpinWait.SpinUntil(() => (waiting = FindWaiting()).Length == Environment.ProcessorCount, TimeSpan.FromSeconds(5)); // they name themselves
        Assert.Equal(Environment.ProcessorCount, waiting.Length);
        Assert.All(waiting, task => Assert.Equal(NicenessOfProcess(), NicenessIn($"{task}/stat")));
    }

    private static int NicenessAfterYielding()
    {
        PoolThread.YieldToPackets();
        PoolThread.YieldToPackets();
        return Niceness();
    }

    private static int Niceness() => NicenessIn("/proc/thread-self/stat");

    private static int NicenessOfProcess() => NicenessIn("/proc/self/stat");

    private static string[] FindWaiting() => [.. Directory.GetDirectories("/proc/self/task").Where(IsWaitingForLinks)];

    private static bool IsWaitingForLinks(string task)
    {
        try
        {
            return File.ReadAllText($"{task}/comm").StartsWith("adit-io-", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false; // it has ended
        }
    }

    /// <summary>The 19th field of proc_pid_stat(5); the second is a name in brackets.</summary>
    private static int NicenessIn(string path) =>
        int.Parse(File.ReadAllText(path).Split(") ")[^1].Split(' ')[16], CultureInfo.InvariantCulture);
}
