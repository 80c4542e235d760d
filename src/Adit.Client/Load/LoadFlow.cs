using System.Diagnostics;
using Adit.Protocols.Ip;
using Adit.Protocols.Ip.Probing;
using Adit.Protocols.Ppp;
using Adit.Transport;

namespace Adit.Client.Load;

/// <summary>The packets of one session: it makes them, and takes those that come. There is no interface.</summary>
internal sealed class LoadFlow(LoadOptions options, LoadTally tally, CallDriver driver, Ipv4Settings settings) : IPacketReceiver
{
    private const ushort DiscardPort = 9;
    private const ushort SourcePort = 49152;

    private readonly Ipv4Address _target = options.Target ?? settings.Server;
    private byte[]? _datagram;
    private long _askedAt;
    private int _identifier;

    /// <summary>
    /// Sends packets that leave together; none where the last ones still wait for the socket, since they would only be dropped. One thread
    /// at a time.
    /// </summary>
    public void Send(int packets)
    {
        if (driver.IsBehind)
            return;

        for (var i = 0; i < packets; i++)
            driver.Send(options.Traffic is LoadTraffic.Echo ? NextEcho() : _datagram ??= NextDatagram());
        driver.Flush();
        tally.CountSent(packets, options.PacketLength);
    }

    /// <inheritdoc/>
    public DropReason Accept(ReadOnlySpan<byte> packet)
    {
        tally.CountReceived(packet.Length);
        if (Volatile.Read(ref _askedAt) != 0 && IcmpMessage.TryParse(packet, out var message) && message.Type is IcmpMessage.EchoReply && message.Identifier == (ushort)Volatile.Read(ref _identifier))
            TakeAnswer();
        return DropReason.None;
    }

    /// <inheritdoc/>
    public void Flush()
    {
    }

    private void TakeAnswer()
    {
        var askedAt = Interlocked.Exchange(ref _askedAt, 0); // an answer that comes twice counts once
        if (askedAt != 0)
            tally.Echoes.Add(Stopwatch.GetElapsedTime(askedAt));
    }

    /// <summary>One question is under way at a time: a question that is not answered is lost when the next one is due.</summary>
    private byte[] NextEcho()
    {
        var identifier = (ushort)Interlocked.Increment(ref _identifier);
        Volatile.Write(ref _askedAt, Stopwatch.GetTimestamp());
        return Framed(IcmpMessage.WriteEcho(settings.Client, _target, identifier, options.PacketLength));
    }

    private byte[] NextDatagram()
    {
        var payload = new byte[options.PacketLength - Ipv4Header.MinLength - UdpDatagram.HeaderLength];
        return Framed(new UdpDatagram(settings.Client, SourcePort, _target, DiscardPort, payload).ToArray());
    }

    /// <summary>As a TUN gives it: behind a header of zeros, which leaves nothing to be done.</summary>
    private static byte[] Framed(byte[] packet) => [.. new byte[VirtioNetHeader.Length], .. packet];
}
