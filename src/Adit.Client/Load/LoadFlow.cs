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
    private long _askedAt;
    private int _identifier;

    /// <summary>Sends one packet. One thread at a time.</summary>
    public void SendNext()
    {
        driver.SendPacket(options.Traffic is LoadTraffic.Echo ? NextEcho() : NextDatagram());
        tally.CountSent(options.PacketLength);
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
        return IcmpMessage.WriteEcho(settings.Client, _target, identifier, options.PacketLength);
    }

    private byte[] NextDatagram()
    {
        var payload = new byte[options.PacketLength - Ipv4Header.MinLength - UdpDatagram.HeaderLength];
        return new UdpDatagram(settings.Client, SourcePort, _target, DiscardPort, payload).ToArray();
    }
}
