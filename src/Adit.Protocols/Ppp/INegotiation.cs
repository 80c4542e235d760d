namespace Adit.Protocols.Ppp;

/// <summary>What a protocol adds to the automaton: its options. The automaton asks; an implementation neither sends nor waits.</summary>
internal interface INegotiation
{
    /// <summary>Where the packets go.</summary>
    PppProtocol Protocol { get; }

    /// <summary>The longest information field the peer takes, in bytes.</summary>
    int PeerMru { get; }

    /// <summary>Our wishes, as they stand after what the peer has refused so far.</summary>
    IReadOnlyList<PppOption> BuildRequest();

    /// <summary>Whether these wishes are ours, which something on the way has sent back. They are as if they had not come.</summary>
    bool AreOurs(IReadOnlyList<PppOption> request) => false;

    /// <summary>What to answer to the peer's wishes; those of an Ack hold from then on.</summary>
    OptionVerdict Judge(IReadOnlyList<PppOption> request);

    /// <summary>The peer has accepted our wishes; a failure where they are not enough.</summary>
    PppFailure? HandleAck();

    /// <summary>The peer would rather have these values; a failure where we cannot do without ours.</summary>
    PppFailure? HandleNak(IReadOnlyList<PppOption> wanted);

    /// <summary>The peer will not speak of these options; a failure where we cannot do without them.</summary>
    PppFailure? HandleReject(IReadOnlyList<PppOption> refused);

    /// <summary>The failure that says that nobody answered.</summary>
    PppFailure NotAnswered(int requests);

    /// <summary>The failure that says that the ends never agreed.</summary>
    PppFailure NotConverging(int refusals);
}
