using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Validation;
using Adit.Protocols.Crypto.Tls;

namespace Adit.Client;

/// <summary>Judges the certificates that an SSTP server shows.</summary>
/// <param name="profile">Who is trusted, and what is expected.</param>
/// <param name="name">Whom they must name.</param>
/// <param name="recent">What was found of others like it, for this profile and name.</param>
internal sealed class SstpServerJudge(ConnectionProfile profile, string name, RecentVerdict recent) : ICertificateVerifier
{
    /// <summary>Takes any certificate that can be read.</summary>
    public bool OnlyLooks { get; init; }

    /// <summary>What came of it; null until it has judged.</summary>
    public CertificateVerdict? Verdict { get; private set; }

    /// <summary>Why it was refused; null where it was not.</summary>
    public CertificateFailure? Refusal { get; private set; }

    /// <inheritdoc/>
    public TlsAlert? Verify(IReadOnlyList<ReadOnlyMemory<byte>> chain)
    {
        try
        {
            Verdict = recent.On(chain, () => Judge(chain));
            Refusal = OnlyLooks ? null : Verdict.Failure;
        }
        catch (CryptographicException e)
        {
            Refusal = new CertificateFailure.Malformed(e.Message);
        }

        return Refusal is { } failure ? CertificateAlert.Of(failure) : null;
    }

    private CertificateVerdict Judge(IReadOnlyList<ReadOnlyMemory<byte>> chain)
    {
        var certificates = chain.Select(der => X509CertificateLoader.LoadCertificate(der.Span)).ToList(); // the verdict keeps them
        return new ServerCertificateValidator(profile.Trust, profile.Expected, profile.Distrusted)
            .Validate(certificates[0], certificates.Skip(1), name, DateTimeOffset.UtcNow);
    }
}
