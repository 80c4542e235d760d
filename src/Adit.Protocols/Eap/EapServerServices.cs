using Adit.Protocols.Crypto.Tls;
using Adit.Protocols.Eap.Peap;
using Adit.Protocols.Eap.Tls;
using Adit.Protocols.Eap.Ttls;

namespace Adit.Protocols.Eap;

/// <summary>What EAP methods need of the shell that leads a conversation.</summary>
/// <param name="Random">For challenges.</param>
public sealed record EapServerServices(IRandomSource Random)
{
    /// <summary>For methods that lead a TLS conversation; null where there is none.</summary>
    public ITlsEngine? Tls { get; init; }

    /// <summary>Judges the certificates that users show; null where nobody does.</summary>
    public IUserCertificates? Certificates { get; init; }

    /// <summary>What the record is to hold of the certificate that <see cref="Tls"/> shows, by name, where a peer refuses it; null for nothing.</summary>
    public Func<IReadOnlyList<KeyValuePair<string, string>>>? DescribeShown { get; init; }

    /// <summary>Sizes and bounds of the methods with TLS.</summary>
    public EapTlsOptions TlsOptions { get; init; } = new();

    /// <summary>How PEAP is spoken.</summary>
    public PeapOptions Peap { get; init; } = new();

    /// <summary>How TTLS is spoken.</summary>
    public TtlsOptions Ttls { get; init; } = new();
}
