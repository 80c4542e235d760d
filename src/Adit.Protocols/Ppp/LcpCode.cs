namespace Adit.Protocols.Ppp;

/// <summary>The codes of LCP (RFC 1661 §5, RFC 1570 §2); network control protocols use the first seven.</summary>
internal enum LcpCode : byte
{
    ConfigureRequest = 1,
    ConfigureAck = 2,
    ConfigureNak = 3,
    ConfigureReject = 4,
    TerminateRequest = 5,
    TerminateAck = 6,
    CodeReject = 7,
    ProtocolReject = 8,
    EchoRequest = 9,
    EchoReply = 10,
    DiscardRequest = 11,
    Identification = 12,
    TimeRemaining = 13,
}
