using Adit.Protocols.Crypto;

namespace Adit.Protocols.Ppp;

/// <summary>One side of an authentication exchange. It asks its questions and sends its packets through the outbox it was given.</summary>
internal interface IAuthentication
{
    /// <summary>Where its packets come from and go.</summary>
    PppProtocol Protocol { get; }

    /// <summary>When <see cref="HandleTimeout"/> is to be called; null for never.</summary>
    Moment? NextDeadline { get; }

    /// <summary>Whether the peer has taken part yet, so that questions or proofs are under way.</summary>
    bool HasBegun { get; }

    /// <summary>Who it is, while authentication stands.</summary>
    AuthenticationSuccess? Success { get; }

    /// <summary>Why the call is to end.</summary>
    Failure? Failure { get; }

    /// <summary>Why the last try was refused, while a further one is open.</summary>
    Failure? LastRefusal { get; }

    void Receive(ControlPacket packet, Moment now);

    void HandleTimeout(Moment now);

    void HandleAnswer(PppAnswer answer, Moment now);
}

/// <summary>Who was authenticated, and the keys it made.</summary>
internal sealed record AuthenticationSuccess(string Identity, SessionKeys Keys);
