using System.Buffers.Binary;

namespace Adit.Protocols.Ppp;

/// <content>What becomes of the frames that are no IP packets.</content>
public sealed partial class PppSession
{
    private const int MaxIdentifications = 8; // Windows sends three
    private const int MaxIdentificationLength = 256;
    private int _identifications;
    private bool _hasRefusedIpv4;

    private void Receive(PppProtocol protocol, ReadOnlyMemory<byte> information, Moment now)
    {
        switch (protocol)
        {
            case PppProtocol.Lcp:
                if (ControlPacket.TryParse(information, out var lcp))
                    ReceiveLcp(lcp, now);
                break;
            case PppProtocol.Chap or PppProtocol.Pap or PppProtocol.Eap when _stage is Linked linked && linked.Authentication.Protocol == protocol:
                if (ControlPacket.TryParse(information, out var proof))
                    linked.Authentication.Receive(proof, now);
                break;
            case PppProtocol.Ipcp or PppProtocol.Ipv6cp when IsSpoken(protocol):
                if (ControlPacket.TryParse(information, out var network))
                    ReceiveNetwork(protocol, network, now);
                break;
            default:
                RejectProtocol(protocol, information);
                break;
        }
    }

    private void ReceiveLcp(ControlPacket packet, Moment now)
    {
        if (_stage is AwaitingPeer)
            StartLcp(now);

        switch (packet.Code)
        {
            case LcpCode.ProtocolReject:
                ReceiveProtocolReject(packet, now);
                break;
            case LcpCode.EchoRequest:
                AnswerEcho(packet);
                break;
            case LcpCode.EchoReply or LcpCode.DiscardRequest or LcpCode.TimeRemaining:
                break; // a sign of life, and no more
            case LcpCode.Identification:
                TellIdentification(packet);
                break;
            default:
                _lcp.Receive(packet, now);
                break;
        }
    }

    /// <summary>A packet whose protocol is open, and that is what its protocol number says.</summary>
    private bool MayPass(PppFrame frame)
    {
        var version = frame.Protocol is PppProtocol.Ipv4 ? 4 : 6;
        return _stage is Networking networking && networking.Find(frame.Protocol) is { IsOpened: true }
            && frame.Information is [var first, ..] && first >> 4 == version;
    }

    private bool IsSpoken(PppProtocol protocol) => _stage is Networking networking
        ? networking.Find(protocol) is not null
        : protocol is PppProtocol.Ipcp ? _options.Ipv4 : _options.Ipv6;

    private void ReceiveNetwork(PppProtocol protocol, ControlPacket packet, Moment now)
    {
        if (_stage is Networking networking)
            networking.Find(protocol)?.Receive(packet, now);
        else if (_stage is Linked linked && packet.Code is LcpCode.ConfigureRequest)
            _stage = linked with { Early = linked.Early.With(protocol, packet) };
    }

    /// <summary>
    /// A protocol that we do not speak is refused once the link is open (RFC 1661 §5.7); silence would have Windows ask for CCP until LCP
    /// dies.
    /// </summary>
    private void RejectProtocol(PppProtocol protocol, ReadOnlyMemory<byte> information)
    {
        if (!_lcp.IsOpened)
            return;

        _hasRefusedIpv4 |= protocol is PppProtocol.Ipcp && _stage is Linked { Phase: PppPhase.Network };
        var room = Math.Max(0, _lcpOptions.PeerMru - ControlPacket.HeaderLength - sizeof(ushort));
        var rejected = information[..Math.Min(information.Length, room)];
        var data = new byte[sizeof(ushort) + rejected.Length];
        BinaryPrimitives.WriteUInt16BigEndian(data, (ushort)protocol);
        rejected.Span.CopyTo(data.AsSpan(sizeof(ushort)));
        SendLcp(new ControlPacket(LcpCode.ProtocolReject, _lcp.TakeId(), data));
    }

    private void ReceiveProtocolReject(ControlPacket packet, Moment now)
    {
        if (!_lcp.IsOpened || packet.Data.Length < sizeof(ushort))
            return;

        var protocol = (PppProtocol)BinaryPrimitives.ReadUInt16BigEndian(packet.Data.Span);
        if (protocol is PppProtocol.Ipcp or PppProtocol.Ipv6cp && _stage is Networking networking)
            Abandon(networking, protocol, now);
        else if (protocol is PppProtocol.Ipcp && _stage is Linked)
            End(new PppFailure.NetworkRejected(), now);
        else if (protocol is PppProtocol.Lcp || (_stage is Authenticating authenticating && authenticating.Authentication.Protocol == protocol))
            End(new PppFailure.ProtocolRejected((int)protocol), now);
    }

    /// <summary>The peer does without one family; with both gone, or after IPv4 has carried packets, the call is over.</summary>
    private void Abandon(Networking networking, PppProtocol protocol, Moment now)
    {
        if (protocol is PppProtocol.Ipcp && networking.WasOpened)
            End(new PppFailure.NetworkRejected(), now);
        else
            _stage = networking.Without(protocol);
    }

    private void AnswerEcho(ControlPacket packet)
    {
        if (_lcp.IsOpened && LcpEcho.TryRead(packet, out var echo))
            SendLcp((echo with { Code = LcpCode.EchoReply, MagicNumber = _lcpOptions.MagicNumber }).ToPacket(_lcpOptions.PeerMru));
    }

    private void TellIdentification(ControlPacket packet)
    {
        if (packet.Data.Length < sizeof(uint) || ++_identifications > MaxIdentifications)
            return;

        var message = packet.Data[sizeof(uint)..];
        _outbox.Tell(new PppEvent.PeerIdentified(message[..Math.Min(message.Length, MaxIdentificationLength)]));
    }

    private void SendLcp(ControlPacket packet) => _outbox.Send(PppProtocol.Lcp, packet);
}
