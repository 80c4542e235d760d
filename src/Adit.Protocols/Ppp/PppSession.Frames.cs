using System.Buffers.Binary;

namespace Adit.Protocols.Ppp;

/// <content>What becomes of the frames that are not IPv4 packets.</content>
public sealed partial class PppSession
{
    private const int MaxIdentifications = 8; // Windows sends three
    private const int MaxIdentificationLength = 256;
    private int _identifications;

    private void Receive(PppProtocol protocol, ReadOnlyMemory<byte> information, Moment now)
    {
        switch (protocol)
        {
            case PppProtocol.Lcp:
                if (ControlPacket.TryParse(information, out var lcp))
                    ReceiveLcp(lcp, now);
                break;
            case PppProtocol.Chap:
                if (_stage is Linked linked && ControlPacket.TryParse(information, out var chap))
                    linked.Authentication.Receive(chap, now);
                break;
            case PppProtocol.Ipcp:
                if (ControlPacket.TryParse(information, out var ipcp))
                    ReceiveIpcp(ipcp, now);
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

    private void ReceiveIpcp(ControlPacket packet, Moment now)
    {
        if (_stage is Networking networking)
            networking.Ipcp.Receive(packet, now);
        else if (_stage is Linked linked && packet.Code is LcpCode.ConfigureRequest)
            _stage = linked with { EarlyRequest = packet };
    }

    /// <summary>
    /// A protocol that we do not speak is refused once the link is open (RFC 1661 §5.7); silence would have Windows ask for CCP until LCP
    /// dies.
    /// </summary>
    private void RejectProtocol(PppProtocol protocol, ReadOnlyMemory<byte> information)
    {
        if (!_lcp.IsOpened)
            return;

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
        if (protocol is PppProtocol.Ipcp && _stage is Linked)
            End(new PppFailure.NetworkRejected(), now);
        else if (protocol is PppProtocol.Lcp || (protocol is PppProtocol.Chap && _stage is Authenticating))
            End(new PppFailure.ProtocolRejected((int)protocol), now);
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
