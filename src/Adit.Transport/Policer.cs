using Adit.Protocols;
using Adit.Protocols.Ip.Queues;

namespace Adit.Transport;

/// <summary>Says which received packets are more than the session may send. Used by the call's reader alone.</summary>
/// <param name="bytesPerSecond">More than 0.</param>
/// <param name="now">The time.</param>
internal sealed class Policer(long bytesPerSecond, Moment now)
{
    // One read of the link, at least: it comes at once however slowly it was sent. And what a sender may have on its way.
    private const int MinBurst = 128 * 1024;
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(200);

    private readonly TokenBucket _bucket = new(bytesPerSecond, Math.Max(MinBurst, (long)(bytesPerSecond * Burst.TotalSeconds)), now);

    /// <summary>Whether a packet of this length may pass, and counts it if it does.</summary>
    public bool Permits(int length, Moment now)
    {
        if (_bucket.Available(now) < length)
            return false;

        _bucket.Take(length);
        return true;
    }
}
