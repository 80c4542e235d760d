using Adit.Protocols;
using Adit.Protocols.Calls;
using Adit.Protocols.Ip;

namespace Adit.Transport;

/// <summary>
/// The packets that wait for a link, bounded in bytes. A packet of a flow that has nothing waiting goes ahead of the others, as RFC 8290 has
/// new flows do: an echo or a question for a name does not wait behind bulk. The order within a flow stays. Not thread safe: its owner locks.
/// </summary>
/// <param name="most">
/// Bytes that may wait, as <see cref="LinkOptions.QueueBytes"/> has them. Several batches: with room for two, a fast session on a busy processor
/// loses packets all the time, and small batches cost it twice the CPU (decision 0037).
/// </param>
internal sealed class PacketQueue(int most)
{
    // The largest super-packet with a header for each of its segments, where these are not absurdly small.
    private const int RoomForSuperPacket = 160 * 1024;

    // An echo, a name, an acknowledgement: they fill no queue, and whoever loses them waits for a timeout.
    private const int SmallRead = 256;
    private const int ReservedForSmall = 32 * 1024;

    // Less is not worth overtaking: two packets.
    private const int ShortLane = 3 * 1024;

    // A packet, no super-packet: those are bulk.
    private const int LongestAhead = 1600;

    // So much goes ahead until the others had their turn. A flow that sends more has something behind then, and all that follows goes there.
    private const int MostAhead = 6 * 1024;

    private readonly int _maxLength = most - RoomForSuperPacket - ReservedForSmall;
    private readonly PacketLane _ahead = new();
    private readonly PacketLane _behind = new();
    private readonly WaitingFlows _flowsBehind = new();
    private int _wentAhead;
    private bool _hasWarned;

    /// <summary>Bytes that wait.</summary>
    public int Length => _ahead.Length + _behind.Length;

    private int WarnAt => _maxLength / 2;

    /// <summary>Adds the packets that a TUN read holds, as far as there is room.</summary>
    public QueuedPackets Add(Call call, ReadOnlySpan<byte> tunRead, Moment now)
    {
        var room = tunRead.Length <= SmallRead ? _maxLength + ReservedForSmall : _maxLength;
        if (Length + tunRead.Length > room || tunRead.Length <= VirtioNetHeader.Length)
            return new QueuedPackets(Dropped: 1);

        var flow = WaitingFlows.PlaceOf(tunRead[VirtioNetHeader.Length..]);
        var segments = new PacketSegmenter(tunRead);
        var lane = LaneFor(flow, tunRead.Length);
        if (segments.NextLength > 0)
            lane.Reserve(tunRead.Length);
        return AddSegments(lane, call, segments, new WaitingPacket(now, Length: 0, (ushort)call.DataHeaderLength, flow));
    }

    /// <summary>
    /// Takes the next messages, whole, at least one where there is any: they stay where they are until <see cref="Add"/> or
    /// <see cref="ReleaseIfEmpty"/>.
    /// </summary>
    /// <param name="most">How many bytes at most, where the first is not longer.</param>
    /// <param name="now">The time.</param>
    /// <param name="messages">The bytes.</param>
    /// <returns>How many packets these are, and what was marked or dropped before or behind them.</returns>
    public TakenPackets Take(int most, Moment now, out ReadOnlySpan<byte> messages)
    {
        if (_ahead.Length > 0)
            return _ahead.Take(most, now, out messages);

        _wentAhead = 0;
        var waiting = _behind.Waiting;
        var taken = _behind.Take(most, now, out messages);
        _flowsBehind.Remove(waiting[..(waiting.Length - _behind.Waiting.Length)]);
        return taken;
    }

    /// <summary>Gives the buffers of what is empty back.</summary>
    public void ReleaseIfEmpty()
    {
        if (_ahead.Length == 0)
            _ahead.Release();
        if (Length == 0)
            Release();
    }

    /// <summary>Forgets what waits, and gives the buffers back.</summary>
    public void Release()
    {
        _ahead.Release();
        _behind.Release();
        _flowsBehind.Release();
    }

    private PacketLane LaneFor(ushort flow, int length)
    {
        if (_behind.Length < ShortLane || length > LongestAhead || _wentAhead + length > MostAhead)
            return _behind;
        if (!_flowsBehind.IsCounting)
            _flowsBehind.Begin(_behind.Waiting);
        if (_flowsBehind.Wait(flow))
            return _behind;

        _wentAhead += length;
        return _ahead;
    }

    private QueuedPackets AddSegments(PacketLane lane, Call call, PacketSegmenter segments, WaitingPacket waiting)
    {
        var queued = default(QueuedPackets);
        while (segments.NextLength > 0 && Length + waiting.HeaderLength + segments.NextLength <= most)
            AddSegment(lane, call, ref segments, waiting, ref queued);

        queued.Dropped += segments.IsDropped || segments.NextLength > 0 ? 1 : 0; // tiny segments outgrow the queue with their headers
        return queued;
    }

    private void AddSegment(PacketLane lane, Call call, ref PacketSegmenter segments, WaitingPacket waiting, ref QueuedPackets queued)
    {
        var message = lane.Room(waiting.HeaderLength + segments.NextLength);
        var packet = message[waiting.HeaderLength..];
        segments.TryNext(packet, out _);
        if (packet.Length > call.MaxPacketLength) // only where somebody has raised the interface's MTU
        {
            queued.TooLong++;
        }
        else if (segments.NextLength > 0 && IsTimeToWarn())
        {
            queued.Dropped++;
        }
        else
        {
            TcpMssClamp.Clamp(packet, call.MaxPacketLength);
            call.WriteDataHeader(message, packet.Length);
            lane.Add(waiting with { Length = message.Length });
            if (lane == _behind)
                _flowsBehind.Add(waiting.Flow);
            queued.Packets++;
        }
    }

    /// <summary>
    /// Once per filling of the queue one segment of a super-packet is dropped: its sender slows down at the cost of one packet, and
    /// does not run into the full queue, where it would lose a whole burst and wait for a timeout.
    /// </summary>
    private bool IsTimeToWarn()
    {
        if (Length < WarnAt / 2)
            _hasWarned = false;
        if (_hasWarned || Length < WarnAt)
            return false;

        return _hasWarned = true;
    }
}
