using System.Buffers;
using Adit.Protocols;
using Adit.Protocols.Calls;
using Adit.Protocols.Ip;
using Adit.Protocols.Ip.Queues;

namespace Adit.Transport;

/// <summary>
/// The packets that wait for a link, as whole plaintext messages side by side, so that many make one write. It is bounded in bytes, and
/// packets that stay too long are marked or dropped as they leave. It holds buffers only while it holds packets. Not thread safe: its
/// owner locks.
/// </summary>
internal sealed class PacketQueue
{
    // Several batches: with room for two, a fast session on a busy processor loses packets all the time, and small batches cost it twice the
    // CPU (decision 0037).
    private const int MaxBytes = 1024 * 1024;

    // The largest super-packet with a header for each of its segments, where these are not absurdly small.
    private const int RoomForSuperPacket = 160 * 1024;

    // An echo, a name, an acknowledgement: they fill no queue, and whoever loses them waits for a timeout.
    private const int SmallRead = 256;
    private const int ReservedForSmall = 32 * 1024;

    private const int MaxLength = MaxBytes - RoomForSuperPacket - ReservedForSmall;
    private const int WarnAt = MaxLength / 2;
    private const int FewBytes = 16 * 1024;
    private const int FewPackets = 64;

    private readonly ControlledDelay _delay = new();
    private byte[]? _bytes;
    private int _start;
    private int _end;
    private Entry[]? _entries;
    private int _first;
    private int _last;
    private bool _hasWarned;

    /// <summary>Bytes that wait.</summary>
    public int Length => _end - _start;

    /// <summary>Adds the packets that a TUN read holds, as far as there is room.</summary>
    public QueuedPackets Add(Call call, ReadOnlySpan<byte> tunRead, Moment now)
    {
        var room = tunRead.Length <= SmallRead ? MaxLength + ReservedForSmall : MaxLength;
        return Length + tunRead.Length > room ? new QueuedPackets(Dropped: 1) : AddSegments(call, new PacketSegmenter(tunRead), now);
    }

    /// <summary>
    /// Takes the next messages, whole, at least one where there is any: they stay where they are until <see cref="Add"/> or
    /// <see cref="Release"/>.
    /// </summary>
    /// <param name="most">How many bytes at most, where the first is not longer.</param>
    /// <param name="now">The time.</param>
    /// <param name="messages">The bytes.</param>
    /// <returns>How many packets these are, and what was marked or dropped before or behind them.</returns>
    public TakenPackets Take(int most, Moment now, out ReadOnlySpan<byte> messages)
    {
        var taken = default(TakenPackets);
        var begin = _start;
        while (_first < _last && (taken.Packets == 0 || _start - begin + _entries![_first].Length <= most))
        {
            var entry = _entries![_first++];
            _start += entry.Length;
            if (IsToDrop(entry, now, ref taken))
            {
                taken.Delayed++;
                if (taken.Packets > 0)
                {
                    messages = _bytes.AsSpan(begin, _start - entry.Length - begin);
                    return taken;
                }

                begin = _start;
                continue;
            }

            taken.Packets++;
            taken.Bytes += entry.Length - entry.HeaderLength;
        }

        messages = _bytes.AsSpan(begin, _start - begin);
        return taken;
    }

    /// <summary>Gives the buffers back where nothing waits.</summary>
    public void ReleaseIfEmpty()
    {
        if (Length == 0)
            Release();
    }

    /// <summary>Forgets what waits, and gives the buffers back.</summary>
    public void Release()
    {
        if (_bytes is { } bytes)
            ArrayPool<byte>.Shared.Return(bytes);
        if (_entries is { } entries)
            ArrayPool<Entry>.Shared.Return(entries);
        (_bytes, _start, _end) = (null, 0, 0);
        (_entries, _first, _last) = (null, 0, 0);
    }

    private bool IsToDrop(Entry entry, Moment now, ref TakenPackets taken)
    {
        if (!_delay.IsToDrop(now - entry.Since, isLast: _first == _last, now))
            return false;
        if (!CongestionMark.TrySet(_bytes.AsSpan(_start - entry.Length + entry.HeaderLength, entry.Length - entry.HeaderLength)))
            return true;

        taken.Marked++;
        return false;
    }

    private QueuedPackets AddSegments(Call call, PacketSegmenter segments, Moment now)
    {
        var queued = default(QueuedPackets);
        while (segments.NextLength > 0 && Length + call.DataHeaderLength + segments.NextLength <= MaxBytes)
            AddSegment(call, ref segments, now, ref queued);

        queued.Dropped += segments.IsDropped || segments.NextLength > 0 ? 1 : 0; // tiny segments outgrow the queue with their headers
        return queued;
    }

    private void AddSegment(Call call, ref PacketSegmenter segments, Moment now, ref QueuedPackets queued)
    {
        var headerLength = call.DataHeaderLength;
        var message = Room(headerLength + segments.NextLength);
        var packet = message[headerLength..];
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
            Append(new Entry(now, message.Length, headerLength));
            queued.Packets++;
        }
    }

    private void Append(Entry entry)
    {
        if (_entries is null || _last == _entries.Length)
            MakeRoomForEntries();
        _entries![_last++] = entry;
        _end += entry.Length;
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

    /// <summary>Where the next message is to be written.</summary>
    private Span<byte> Room(int length)
    {
        if (_bytes is null || _bytes.Length - _end < length)
            MakeRoomForBytes(length);
        return _bytes.AsSpan(_end, length);
    }

    /// <summary>Moves what waits to the front only where that is less than half of the array, so that a full queue is not moved again and again.</summary>
    private void MakeRoomForBytes(int length)
    {
        var count = Length;
        var old = _bytes;
        if (old is null || count > old.Length / 2 || count + length > old.Length)
            _bytes = ArrayPool<byte>.Shared.Rent(Math.Max(FewBytes, 2 * (count + length)));
        old?.AsSpan(_start, count).CopyTo(_bytes);
        if (old is not null && old != _bytes)
            ArrayPool<byte>.Shared.Return(old);
        (_start, _end) = (0, count);
    }

    private void MakeRoomForEntries()
    {
        var count = _last - _first;
        var old = _entries;
        if (old is null || count > old.Length / 2)
            _entries = ArrayPool<Entry>.Shared.Rent(Math.Max(FewPackets, 2 * count));
        old?.AsSpan(_first, count).CopyTo(_entries);
        if (old is not null && old != _entries)
            ArrayPool<Entry>.Shared.Return(old);
        (_first, _last) = (0, count);
    }

    /// <param name="Since">When the packet came.</param>
    /// <param name="Length">Bytes of the message.</param>
    /// <param name="HeaderLength">Those of them before the packet.</param>
    private readonly record struct Entry(Moment Since, int Length, int HeaderLength);
}
