using Adit.Certificates.Validation;
using Adit.Protocols.Eap.Peap;

namespace Adit.Client.Eap;

/// <summary>How our client behaves inside of EAP.</summary>
public sealed record ClientEap
{
    /// <summary>What may be used, best first; at least one.</summary>
    public IReadOnlyList<ClientEapMethod> Methods { get; init; } = [ClientEapMethod.MsChapV2];

    /// <summary>Which roots may have issued the certificate of the server that authenticates; null for those of the gateway's.</summary>
    public TrustAnchors? Trust { get; init; }

    /// <summary>What that server must be beyond that.</summary>
    public ServerExpectations Expected { get; init; } = ServerExpectations.None;

    /// <summary>The certificates to sign in with, of which one is chosen; null for none.</summary>
    public ClientCertificates? Certificates { get; init; }

    /// <summary>Which of them will do.</summary>
    public CertificateFilter Filter { get; init; } = CertificateFilter.None;

    /// <summary>What PEAP says outside of its tunnel instead of the user's name; null for that name.</summary>
    public string? AnonymousIdentity { get; init; }

    /// <summary>Whether the server must bind PEAP's tunnel to what happens inside.</summary>
    public PeapBindingRule CryptoBinding { get; init; } = PeapBindingRule.Required;
}
