using System.Security.Cryptography.X509Certificates;
using Adit.Protocols.Crypto.Tls;

namespace Adit.Interop.Relay;

/// <summary>Takes what one authority has issued, whomever it names.</summary>
internal sealed class RootVerifier(string caFile) : ICertificateVerifier
{
    public TlsAlert? Verify(IReadOnlyList<ReadOnlyMemory<byte>> chain)
    {
        using var root = X509CertificateLoader.LoadCertificateFromFile(caFile);
        using var judge = new X509Chain
        {
            ChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck },
        };
        judge.ChainPolicy.CustomTrustStore.Add(root);
        foreach (var issuer in chain.Skip(1))
            judge.ChainPolicy.ExtraStore.Add(X509CertificateLoader.LoadCertificate(issuer.Span));
        using var leaf = X509CertificateLoader.LoadCertificate(chain[0].Span);
        return judge.Build(leaf) ? null : TlsAlert.UnknownCa;
    }
}
