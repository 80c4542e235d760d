using System.Buffers.Binary;
using Adit.Protocols.Ip;

namespace Adit.Protocols.Tests.Ip;

/// <summary>The rules of gathering, written as plainly as can be with lists and copies.</summary>
internal sealed class ReferenceCoalescer
{
    private const int Places = 8;

    private readonly List<byte[]>?[] _held = new List<byte[]>?[Places];
    private readonly List<byte[]> _written = [];
    private int _victim;

    public List<byte[]> Run(IEnumerable<byte[]> packets)
    {
        foreach (var packet in packets)
            Add(packet);
        for (var i = 0; i < Places; i++)
            Flush(i);
        return _written;
    }

    private void Add(byte[] packet)
    {
        if (Protocol(packet) is not (6 or Packets.Udp))
        {
            Pass(packet);
            return;
        }

        var place = Array.FindIndex(_held, list => list is not null && string.Equals(Key(list[0]), Key(packet), StringComparison.Ordinal));
        var good = CanBeGathered(packet);
        if (good && place >= 0 && Follows(_held[place]!, packet))
        {
            _held[place]!.Add(packet);
            return;
        }

        Flush(place);
        if (good)
            _held[place >= 0 ? place : FreePlace()] = [packet];
        else
            Pass(packet);
    }

    private int FreePlace()
    {
        var free = Array.IndexOf(_held, null);
        if (free >= 0)
            return free;
        var victim = _victim++ % Places;
        Flush(victim);
        return victim;
    }

    private void Flush(int place)
    {
        if (place < 0 || _held[place] is not { } segments)
            return;
        _held[place] = null;
        if (segments.Count == 1)
            Pass(segments[0]);
        else
            _written.Add(Join(segments));
    }

    private void Pass(byte[] packet) => _written.Add(Packets.WithHeader(default, packet));

    private static byte[] Join(List<byte[]> segments)
    {
        var ip = IpLength(segments[0]);
        var headers = HeadersLength(segments[0]);
        var joined = segments[0][..headers].Concat(segments.SelectMany(one => one[headers..])).ToArray();
        var isUdp = Protocol(joined) == Packets.Udp;
        if (isUdp)
            BinaryPrimitives.WriteUInt16BigEndian(joined.AsSpan(ip + 4), (ushort)(joined.Length - ip));
        else
            joined[ip + 13] |= segments[^1][ip + 13];
        if (ip == 40)
        {
            BinaryPrimitives.WriteUInt16BigEndian(joined.AsSpan(4), (ushort)(joined.Length - 40));
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(joined.AsSpan(2), (ushort)joined.Length);
            (joined[10], joined[11]) = (0, 0);
            BinaryPrimitives.WriteUInt16BigEndian(joined.AsSpan(10), Packets.Checksum(joined.AsSpan(0, 20)));
        }

        var checksum = isUdp ? 6 : 16;
        BinaryPrimitives.WriteUInt16BigEndian(joined.AsSpan(ip + checksum), (ushort)~Packets.Checksum(Packets.PseudoHeader(joined, ip, Protocol(joined))));
        var kind = (byte)(isUdp ? 5 : ip == 40 ? 4 : 1);
        return Packets.WithHeader(
            new VirtioNetHeader(1, kind, (ushort)headers, (ushort)(segments[0].Length - headers), (ushort)ip, (ushort)checksum), joined);
    }

    private static bool CanBeGathered(byte[] packet)
    {
        var ip = IpLength(packet);
        var isPlain = Protocol(packet) == Packets.Udp ? (packet[ip + 6], packet[ip + 7]) != (0, 0) : packet[ip + 13] is 0x10 or 0x18;
        var intact = (ip == 40 || Packets.Checksum(packet.AsSpan(0, ip)) == 0)
            && Packets.Checksum([.. Packets.PseudoHeader(packet, ip, Protocol(packet)), .. packet[ip..]]) == 0;
        return ip is 20 or 40 && isPlain && packet.Length > HeadersLength(packet) && intact;
    }

    private static bool Follows(List<byte[]> segments, byte[] packet)
    {
        var first = segments[0];
        var last = segments[^1];
        var ip = IpLength(first);
        var headers = HeadersLength(first);
        var size = first.Length - headers;
        var payload = segments.Sum(one => one.Length - headers);
        var isUdp = Protocol(packet) == Packets.Udp;
        return (isUdp ? segments.Count < 64 : (last[ip + 13] & 8) == 0)
            && last.Length - headers == size
            && HeadersLength(packet) == headers
            && packet.Length - headers <= size
            && headers + payload + packet.Length - headers <= 65535
            && (isUdp || Sequence(packet) == Sequence(first) + (uint)payload)
            && Shared(packet).SequenceEqual(Shared(first))
            && (ip == 40 || (first[6] & 0x40) != 0 || Id(packet) == (ushort)(Id(first) + segments.Count));
    }

    /// <summary>The headers with all that may differ set to zero.</summary>
    private static byte[] Shared(byte[] packet)
    {
        var ip = IpLength(packet);
        var headers = packet[..HeadersLength(packet)];
        foreach (var i in ip == 40 ? new[] { 4, 5 } : [2, 3, 4, 5, 10, 11])
            headers[i] = 0;
        foreach (var i in Protocol(packet) == Packets.Udp ? new[] { 4, 5, 6, 7 } : [4, 5, 6, 7, 13, 16, 17])
            headers[ip + i] = 0;
        return headers;
    }

    private static string Key(byte[] packet)
    {
        var ip = IpLength(packet);
        return Convert.ToHexString([Protocol(packet), .. packet[0] >> 4 == 6 ? packet[8..40] : packet[12..20], .. packet[ip..(ip + 4)]]);
    }

    private static byte Protocol(byte[] packet) => packet[0] >> 4 == 6 ? packet[6] : packet[9];

    private static int IpLength(byte[] packet) => packet[0] >> 4 == 6 ? 40 : (packet[0] & 15) * 4;

    private static int HeadersLength(byte[] packet) =>
        IpLength(packet) + (Protocol(packet) == Packets.Udp ? 8 : (packet[IpLength(packet) + 12] >> 4) * 4);

    private static uint Sequence(byte[] packet) => BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(IpLength(packet) + 4));

    private static ushort Id(byte[] packet) => BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(4));
}
