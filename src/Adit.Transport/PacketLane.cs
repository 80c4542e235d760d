using System.Buffers;
using Adit.Protocols;
using Adit.Protocols.Ip.Queues;

namespace Adit.Transport;

/// <summary>
/// Packets one behind the other, as whole plaintext messages side by side, so that many make one write. Those that stay too long are marked or
/// dropped as they leave. It holds buffers only while it holds packets. Not thread safe: its owner locks.
/// </summary>
internal sealed class PacketLane
{
    // Several packets at once announce more of them, and an array that grows with each would be copied again and again.
    private const int SeveralPackets = 8 * 1024;
    private const int ManyBytes = 256 * 1024;

    private const int FewBytes = 16 * 1024;
    private const int FewPackets = 64;

    private readonly ControlledDelay _delay = new();
    private byte[]? _bytes;
    private int _start;
    private int _end;
    private WaitingPacket[]? _packets;
    private int _first;
    private int _last;

    /// <summary>Bytes that wait.</summary>
    public int Length => _end - _start;

    /// <summary>The packets that wait.</summary>
    public ReadOnlySpan<WaitingPacket> Waiting => _packets.AsSpan(_first, _last - _first);

    /// <summary>Sees that there is room for messages of so many bytes together.</summary>
    public void Reserve(int length)
    {
        if (_bytes is null || _bytes.Length - _end < length)
            MakeRoomForBytes(length);
    }

    /// <summary>Where the next message is to be written, before it is added.</summary>
    public Span<byte> Room(int length)
    {
        Reserve(length);
        return _bytes.AsSpan(_end, length);
    }

    /// <summary>Adds the message that was written where <see cref="Room"/> said.</summary>
    public void Add(WaitingPacket packet)
    {
        if (_packets is null || _last == _packets.Length)
            MakeRoomForPackets();
        _packets![_last++] = packet;
        _end += packet.Length;
    }

    /// <summary>Takes the next messages, whole, at least one where there is any: they stay where they are until <see cref="Room"/> or <see cref="Release"/>.</summary>
    /// <param name="most">How many bytes at most, where the first is not longer.</param>
    /// <param name="now">The time.</param>
    /// <param name="messages">The bytes.</param>
    /// <returns>How many packets these are, and what was marked or dropped before or behind them.</returns>
    public TakenPackets Take(int most, Moment now, out ReadOnlySpan<byte> messages)
    {
        var taken = default(TakenPackets);
        var begin = _start;
        while (_first < _last && (taken.Packets == 0 || _start - begin + _packets![_first].Length <= most))
        {
            var packet = _packets![_first++];
            _start += packet.Length;
            if (IsToDrop(packet, now, ref taken))
            {
                taken.Delayed++;
                if (taken.Packets > 0)
                {
                    messages = _bytes.AsSpan(begin, _start - packet.Length - begin);
                    return taken;
                }

                begin = _start;
                continue;
            }

            taken.Packets++;
            taken.Bytes += packet.Length - packet.HeaderLength;
        }

        messages = _bytes.AsSpan(begin, _start - begin);
        return taken;
    }

    /// <summary>Forgets what waits, and gives the buffers back.</summary>
    public void Release()
    {
        if (_bytes is { } bytes)
            ArrayPool<byte>.Shared.Return(bytes);
        if (_packets is { } packets)
            ArrayPool<WaitingPacket>.Shared.Return(packets);
        (_bytes, _start, _end) = (null, 0, 0);
        (_packets, _first, _last) = (null, 0, 0);
    }

    private bool IsToDrop(WaitingPacket packet, Moment now, ref TakenPackets taken)
    {
        if (!_delay.IsToDrop(now - packet.Since, isLast: _first == _last, now))
            return false;
        if (!CongestionMark.TrySet(_bytes.AsSpan(_start - packet.Length + packet.HeaderLength, packet.Length - packet.HeaderLength)))
            return true;

        taken.Marked++;
        return false;
    }

    /// <summary>Moves what waits to the front only where that is less than half of the array, so that a full queue is not moved again and again.</summary>
    private void MakeRoomForBytes(int length)
    {
        var count = Length;
        var old = _bytes;
        if (old is null || count > old.Length / 2 || count + length > old.Length)
            _bytes = ArrayPool<byte>.Shared.Rent(Math.Max(length < SeveralPackets ? FewBytes : ManyBytes, 2 * (count + length)));
        old?.AsSpan(_start, count).CopyTo(_bytes);
        if (old is not null && old != _bytes)
            ArrayPool<byte>.Shared.Return(old);
        (_start, _end) = (0, count);
    }

    private void MakeRoomForPackets()
    {
        var count = _last - _first;
        var old = _packets;
        if (old is null || count > old.Length / 2)
            _packets = ArrayPool<WaitingPacket>.Shared.Rent(Math.Max(FewPackets, 2 * count));
        old?.AsSpan(_first, count).CopyTo(_packets);
        if (old is not null && old != _packets)
            ArrayPool<WaitingPacket>.Shared.Return(old);
        (_first, _last) = (0, count);
    }
}
