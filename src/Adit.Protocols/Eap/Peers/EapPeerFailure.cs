using Adit.Protocols.Crypto.Tls;

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

    /// <summary>TLS inside of EAP could not agree, for another reason than a certificate. The alert is the server's, or ours; null for none.</summary>
    public sealed record TlsFailed(TlsAlert? Alert) : EapPeerFailure("EAP-144");

    /// <summary>The server does not accept the certificate that we showed, or that we showed none. The alert says what it told.</summary>
    public sealed record CertificateRefused(TlsAlert Alert) : EapPeerFailure("EAP-145");

    /// <summary>The server bound another tunnel to another method: somebody stands between us and it.</summary>
    public sealed record BindingWrong() : EapPeerFailure("EAP-146");

    /// <summary>The server did not bind the tunnel to the method inside, and the profile wants it to.</summary>
    public sealed record BindingMissing() : EapPeerFailure("EAP-147");
}
