using Adit.Protocols.Crypto;

namespace Adit.Protocols.Eap.Peers;

/// <summary>What is to be done next in a conversation. Prints its kind alone.</summary>
public abstract record EapPeerStep
{
    private EapPeerStep()
    {
    }

    /// <inheritdoc/>
    public sealed override string ToString() => GetType().Name;

    /// <summary>Send this response.</summary>
    /// <param name="Packet">The whole packet.</param>
    /// <param name="Known">What has gone wrong already, where the response says so: the reason where the server then says nothing more.</param>
    public sealed record Respond(ReadOnlyMemory<byte> Packet, Failure? Known) : EapPeerStep;

    /// <summary>The password has expired: ask for a new one, and give it to <see cref="EapPeerConversation.HandleNewPassword"/>.</summary>
    public sealed record AskNewPassword : EapPeerStep;

    /// <summary>The end: the server let us in, and has proved itself where the method has it do so.</summary>
    /// <param name="Identity">Who we said we are.</param>
    /// <param name="Keys">The method's.</param>
    public sealed record Succeed(string Identity, SessionKeys Keys) : EapPeerStep;

    /// <summary>The end: refused, or not worth going on.</summary>
    public sealed record Fail(Failure Reason) : EapPeerStep;

    /// <summary>Nothing: what came does not belong here, and is as if it had not come.</summary>
    public sealed record Ignore : EapPeerStep;
}
