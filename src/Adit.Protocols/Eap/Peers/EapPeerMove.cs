namespace Adit.Protocols.Eap.Peers;

/// <summary>What a method wants to be done; <see cref="EapPeerConversation"/> makes a step of it. Prints its kind alone.</summary>
public abstract record EapPeerMove
{
    private EapPeerMove()
    {
    }

    /// <inheritdoc/>
    public sealed override string ToString() => GetType().Name;

    /// <summary>Respond with this data.</summary>
    public sealed record Respond(ReadOnlyMemory<byte> Data) : EapPeerMove;

    /// <summary>The password has expired: ask for a new one, and give it to <see cref="IEapPeerMethod.HandleNewPassword"/>.</summary>
    public sealed record AskNewPassword : EapPeerMove;

    /// <summary>Go no further: nothing is said to this server any more.</summary>
    public sealed record Fail(Failure Reason) : EapPeerMove;
}
