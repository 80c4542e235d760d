using Adit.Protocols.Crypto;

namespace Adit.Protocols.Sstp;

/// <summary>The states of a call in either role ([MS-SSTP] §3.1.1, §3.2.1, §3.3.1); each holds what is true only in it.</summary>
internal abstract record SstpState(Moment? Deadline)
{
    /// <summary>Before the HTTP answer: nothing runs yet.</summary>
    public sealed record Unopened() : SstpState((Moment?)null);

    /// <summary>Server_Connect_Request_Pending.</summary>
    public sealed record AwaitingRequest(Moment Until, int Naks) : SstpState(Until);

    /// <summary>Client_Connect_Request_Sent.</summary>
    public sealed record AwaitingAnswer(Moment Until) : SstpState(Until);

    /// <summary>
    /// Server_Call_Connected_Pending: PPP negotiates. Call Connected and the keys come in either order; <c>Offer</c> is the message
    /// once all of it that needs no key has been found right.
    /// </summary>
    public sealed record AwaitingBinding(Moment Until, ReadOnlyMemory<byte> Nonce, SessionKeys? Keys, ReadOnlyMemory<byte>? Offer)
        : SstpState(Until);

    /// <summary>The same state of the server, while the MAC is being checked.</summary>
    public sealed record CheckingBinding(Moment Until) : SstpState(Until);

    /// <summary>Client_Connect_Ack_Received: PPP negotiates.</summary>
    public sealed record AwaitingKeys(Moment Until, SstpHashProtocol Hash, ReadOnlyMemory<byte> Nonce) : SstpState(Until);

    /// <summary>Server_Call_Connected and Client_Call_Connected; mutable, since every packet moves its deadline.</summary>
    public sealed record Connected() : SstpState((Moment?)null)
    {
        public Moment HelloAt { get; set; }

        public bool HasAsked { get; set; }
    }

    /// <summary>Call_Abort_Pending: our Call Abort has not been answered.</summary>
    public sealed record Aborting(Moment Until, SstpFailure Failure) : SstpState(Until);

    /// <summary>Call_Disconnect_Ack_Pending: our Call Disconnect has not been answered.</summary>
    public sealed record Disconnecting(Moment Until) : SstpState(Until);

    /// <summary>Call_Abort_Timeout_Pending and Call_Disconnect_Timeout_Pending: all has been said, and may still be on its way.</summary>
    public sealed record Lingering(Moment Until, SstpFailure? Failure) : SstpState(Until);

    /// <summary>The end.</summary>
    public sealed record Closed() : SstpState((Moment?)null);
}
