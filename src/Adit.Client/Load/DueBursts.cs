namespace Adit.Client.Load;

/// <summary>How many bursts have become due, as time passes: the rate is the same however many packets leave together.</summary>
internal sealed class DueBursts(LoadOptions options)
{
    private double _packets;

    /// <summary>
    /// Bursts that have become due in this time and have not been taken yet. What cannot be sent within a second is not made up for: a machine
    /// that is too slow must not get more at once.
    /// </summary>
    /// <param name="elapsed">Since the last time.</param>
    /// <param name="sessions">How many send.</param>
    public int Take(TimeSpan elapsed, int sessions)
    {
        var perSecond = options.PacketRate * sessions;
        _packets = Math.Min(_packets + (elapsed.TotalSeconds * perSecond), Math.Max(perSecond, options.Burst));
        var bursts = sessions == 0 ? 0 : (int)(_packets / options.Burst);
        _packets -= (double)bursts * options.Burst;
        return bursts;
    }
}
