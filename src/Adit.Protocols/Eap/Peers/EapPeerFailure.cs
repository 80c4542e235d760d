namespace Adit.Protocols.Eap.Peers;

/// <summary>Why a conversation of EAP did not let us in.</summary>
public abstract record EapPeerFailure : Failure
{
    private EapPeerFailure(string code) : base(code)
    {
    }

    /// <summary>The server wanted methods that we do not have or are not to use, the last of them this one, and ended with that.</summary>
    public sealed record NoMethodInCommon(EapType Offered) : EapPeerFailure("EAP-140");

    /// <summary>The server ended the conversation without a reason. <c>Method</c> is what was under way; none where none had begun.</summary>
    public sealed record Refused(EapType Method) : EapPeerFailure("EAP-141");

    /// <summary>The server asked more often than any method needs.</summary>
    public sealed record TooManyRequests(int Requests) : EapPeerFailure("EAP-142");

    /// <summary>The server asked what is no request of the method it chose.</summary>
    public sealed record MethodNotUnderstood(EapType Method) : EapPeerFailure("EAP-143");
}
