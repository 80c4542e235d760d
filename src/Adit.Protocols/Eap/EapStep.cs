using Adit.Protocols.Radius;

namespace Adit.Protocols.Eap;

/// <summary>What is to be done next in a conversation. Prints its kind alone.</summary>
public abstract record EapStep
{
    private EapStep()
    {
    }

    /// <inheritdoc/>
    public sealed override string ToString() => GetType().Name;

    /// <summary>Send this request and wait for the response.</summary>
    public sealed record Send(ReadOnlyMemory<byte> Packet) : EapStep;

    /// <summary>Have these credentials judged; the verdict goes to <see cref="EapServer.HandleVerdict"/>.</summary>
    public sealed record Judge(AccessCredentials Credentials) : EapStep;

    /// <summary>The end: the peer has proved who it is, and was judged.</summary>
    /// <param name="Reply">What was said of the credentials, with EAP-Success and the method's keys.</param>
    public sealed record Succeed(AccessReply.Accept Reply) : EapStep;

    /// <summary>The end: what was said of the credentials, or why the conversation did not come so far, with EAP-Failure.</summary>
    public sealed record Fail(AccessReply.Reject Reply) : EapStep;

    /// <summary>Nothing: what came does not belong here, and is as if it had not come.</summary>
    public sealed record Ignore : EapStep;
}
