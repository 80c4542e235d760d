namespace Adit.Protocols.Ppp;

/// <summary>The events of the option negotiation automaton (RFC 1661 §4.3), in the order of its table.</summary>
internal enum AutomatonEvent
{
    /// <summary>The lower layer is ready.</summary>
    Up,

    /// <summary>The lower layer is no longer ready.</summary>
    Down,

    /// <summary>We want the link.</summary>
    Open,

    /// <summary>We no longer want the link.</summary>
    Close,

    /// <summary>TO+: no answer, and a further try is left.</summary>
    TimeoutWithTriesLeft,

    /// <summary>TO-: no answer, and no try is left.</summary>
    TimeoutAtLast,

    /// <summary>RCR+: a Configure-Request that we accept.</summary>
    GoodRequest,

    /// <summary>RCR-: a Configure-Request that we do not accept.</summary>
    BadRequest,

    /// <summary>RCA: our request was accepted.</summary>
    Ack,

    /// <summary>RCN: our request was refused, by Nak or Reject.</summary>
    NakOrReject,

    /// <summary>RTR: a Terminate-Request.</summary>
    TerminateRequest,

    /// <summary>RTA: a Terminate-Ack.</summary>
    TerminateAck,

    /// <summary>RUC: a code we do not know.</summary>
    UnknownCode,

    /// <summary>RXJ+: a reject that we can live with.</summary>
    RejectPermitted,

    /// <summary>RXJ-: a reject that we cannot live with.</summary>
    RejectCatastrophic,

    /// <summary>RXR: an echo or a discard.</summary>
    EchoOrDiscard,
}
