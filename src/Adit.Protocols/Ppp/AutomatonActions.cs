namespace Adit.Protocols.Ppp;

/// <summary>The actions of the option negotiation automaton (RFC 1661 §4.4), in the order in which a transition does them.</summary>
[Flags]
internal enum AutomatonActions
{
    None = 0,
    ThisLayerDown = 1 << 0,
    InitializeRestartCount = 1 << 1,
    ZeroRestartCount = 1 << 2,
    SendConfigureRequest = 1 << 3,
    SendConfigureAck = 1 << 4,
    SendConfigureNak = 1 << 5,
    SendTerminateRequest = 1 << 6,
    SendTerminateAck = 1 << 7,
    SendCodeReject = 1 << 8,
    SendEchoReply = 1 << 9,
    ThisLayerUp = 1 << 10,
    ThisLayerStarted = 1 << 11,
    ThisLayerFinished = 1 << 12,
}
