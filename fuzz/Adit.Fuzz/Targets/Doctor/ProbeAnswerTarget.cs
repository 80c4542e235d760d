using Adit.Fuzz.Targets.Ip;
using Adit.Protocols.Ip;
using Adit.Protocols.Ip.Probing;

namespace Adit.Fuzz.Targets.Doctor;

/// <summary>What comes out of a tunnel while the doctor waits for answers: it never throws, and what it reads is for us.</summary>
internal sealed class ProbeAnswerTarget : IFuzzTarget
{
    private static readonly TcpKnock Knock = new(new Ipv4Address(0x0a000001), 0x50, new Ipv4Address(0x0a000002), 0x1388, uint.MaxValue);

    private static readonly Tcp6Knock Knock6 = new(new Ipv6Address(0xfd99_0000_0000_0000, 1), 0x50, new Ipv6Address(0xfd77_0000_0000_0000, 2), 0x1388, uint.MaxValue);

    public string Name => "probe-answer";

    public IEnumerable<byte[]> Seeds =>
    [
        IpPackets.Segment(ipv6: false, 1, 0x12, 0),
        Reply(IcmpMessage.WriteEcho(new(1), new(2), 7, 64)),
        Unreachable(),
        Answer6(),
    ];

    public byte[] Repair(byte[] input)
    {
        var packet = input.ToArray();
        IpPackets.Repair(packet);
        if (packet.Length < 28 || packet[0] >> 4 != 4 || packet[9] != (byte)IpProtocol.Icmp)
            return packet;

        var icmp = packet.AsSpan((packet[0] & 0x0f) * 4);
        if (icmp.Length < 8)
            return packet;

        icmp.Slice(2, sizeof(ushort)).Clear();
        InternetChecksum.Write(icmp.Slice(2, sizeof(ushort)), InternetChecksum.Sum(icmp));
        return packet;
    }

    public bool Run(ReadOnlyMemory<byte> input)
    {
        var isKnown = Knock.Read(input.Span) is not null || Knock6.Read(input.Span) is not null;
        if (IcmpMessage.TryParse(input.Span, out var message))
        {
            BrokenLawException.ThrowUnless(message.Type == IcmpMessage.EchoReply || message.About is not null, "News of a packet says of which.");
            isKnown = true;
        }

        return isKnown;
    }

    private static byte[] Answer6()
    {
        var packet = new Tcp6Knock(Knock6.Destination, Knock6.DestinationPort, Knock6.Source, Knock6.SourcePort, 1).WriteSyn();
        packet[53] = 0x12; // SYN and ACK; zero follows the last number
        IpPackets.Repair(packet);
        return packet;
    }

    private static byte[] Reply(byte[] request)
    {
        request[20] = 0;
        request.AsSpan(22, 2).Clear();
        InternetChecksum.Write(request.AsSpan(22, 2), InternetChecksum.Sum(request.AsSpan(20)));
        return request;
    }

    private static byte[] Unreachable()
    {
        byte[] packet = [.. IcmpMessage.WriteEcho(new(1), new(2), 0, 28), .. IcmpMessage.WriteEcho(new(2), new(1), 7, 28)];
        packet[3] = (byte)packet.Length;
        (packet[20], packet[21]) = (IcmpMessage.Unreachable, 3);
        packet.AsSpan(22, 2).Clear();
        InternetChecksum.Write(packet.AsSpan(22, 2), InternetChecksum.Sum(packet.AsSpan(20)));
        return packet;
    }
}
