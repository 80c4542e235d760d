using System.Runtime.InteropServices;

namespace Adit.Protocols.Ip;

/// <summary>
/// Notices a queue that stands, in which all wait longer than <see cref="Target"/> for a whole <see cref="Interval"/>. Then one packet is
/// to be dropped now and again, the more often the longer it lasts, so that senders slow down before the queue is delay and nothing else
/// (CoDel, RFC 8289 §4). It follows one packet at a time through the queue: the others need no time of their own.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public struct StandingQueue
{
    /// <summary>A wait that is no harm: half of what a tunnel may add to its path, and longer than one turn of a busy processor.</summary>
    public static readonly TimeSpan Target = TimeSpan.FromMilliseconds(10);

    /// <summary>How long senders have to empty the queue by themselves: a round trip through the Internet (RFC 8289 §3.2).</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private long _added;
    private long _removed;
    private long? _followed; // the end of the packet that is followed, in bytes ever added
    private Moment _followedSince;
    private Moment? _dropAt;
    private int _drops;

    /// <summary>Bytes have joined the queue.</summary>
    public void Add(int bytes, Moment now)
    {
        _added += bytes;
        if (_followed is null)
            (_followed, _followedSince) = (_added, now);
    }

    /// <summary>As many bytes at its front have left.</summary>
    public void Remove(int bytes, Moment now)
    {
        _removed += bytes;
        if (_followed is not { } end || _removed < end)
            return;

        _followed = null;
        if (_added == _removed || now - _followedSince < Target)
            (_dropAt, _drops) = (null, 0);
        else
            _dropAt ??= now + Interval;
    }

    /// <summary>Whether the packet at hand is to be dropped; if so, its sender is told, and the next one has time.</summary>
    public bool IsTimeToDrop(Moment now)
    {
        if (_dropAt is not { } due || now < due)
            return false;

        _drops++;
        _dropAt = now + (Interval / Math.Sqrt(_drops));
        return true;
    }
}
