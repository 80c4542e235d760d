namespace Adit.Protocols.Ppp;

/// <summary>The states of the option negotiation automaton, numbered as RFC 1661 §4.2 does.</summary>
internal enum AutomatonState
{
    Initial = 0,
    Starting = 1,
    Closed = 2,
    Stopped = 3,
    Closing = 4,
    Stopping = 5,
    RequestSent = 6,
    AckReceived = 7,
    AckSent = 8,
    Opened = 9,
}
