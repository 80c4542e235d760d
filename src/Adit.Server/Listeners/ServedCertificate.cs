using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Server.Listeners;

/// <summary>A certificate as the TLS engine takes it, with its issuers and the suites we speak.</summary>
public sealed class ServedCertificate
{
    private static readonly CipherSuitesPolicy Suites = new(
    [
        TlsCipherSuite.TLS_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,

        // Old routers offer nothing better in TLS 1.2.
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,
        TlsCipherSuite.TLS_RSA_WITH_AES_128_CBC_SHA,
    ]);

    /// <summary>
    /// Prepares a certificate; its key must be present. Where it names a responder, what that says is stapled to the handshake once the
    /// engine has got it, and renewed by itself: a caller then need not ask. It is got only where all issuers up to a root are here, since
    /// the engine would fetch those, too.
    /// </summary>
    public ServedCertificate(X509Certificate2 leaf, IEnumerable<X509Certificate2> issuers)
    {
        Leaf = leaf;
        X509Certificate2Collection known = [.. issuers];
        Options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(leaf, known, offline: !IsComplete(leaf, known)),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            CipherSuitesPolicy = Suites,
            AllowRenegotiation = false,
        };
    }

    /// <summary>The certificate itself.</summary>
    public X509Certificate2 Leaf { get; }

    /// <summary>Its issuers as they are sent with it, without the root.</summary>
    public IEnumerable<X509Certificate2> Issuers => Options.ServerCertificateContext!.IntermediateCertificates;

    /// <summary>What the TLS engine is given.</summary>
    public SslServerAuthenticationOptions Options { get; }

    private static bool IsComplete(X509Certificate2 leaf, X509Certificate2Collection issuers)
    {
        using var chain = new X509Chain
        {
            ChainPolicy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true },
        };
        chain.ChainPolicy.ExtraStore.AddRange(issuers);
        chain.Build(leaf);
        return chain.ChainStatus.All(status => status.Status is not X509ChainStatusFlags.PartialChain);
    }
}
