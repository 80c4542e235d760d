using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Issuing;

/// <summary>A certificate that our CA has issued, as the books have it.</summary>
/// <param name="Serial">Its serial number in upper-case hex, as .NET and openssl show it; unique among what one installation issued.</param>
/// <param name="IssuerKeyId">
/// The subject key identifier of the CA that signed it: SHA-1 of its public key (RFC 5280 §4.2.1.2, method 1), in upper-case hex. OCSP
/// names an issuer by the same 20 bytes.
/// </param>
/// <param name="Template">The name of the template: <c>server</c>, <c>user</c>, <c>device</c> or <c>vpn-only</c>.</param>
/// <param name="Subject">The distinguished name as text (RFC 4514).</param>
/// <param name="Der">The certificate itself.</param>
/// <param name="NotBeforeUtc">When it begins.</param>
/// <param name="NotAfterUtc">When it ends.</param>
public sealed record IssuedCertificate(
    string Serial,
    string IssuerKeyId,
    string Template,
    string Subject,
    ReadOnlyMemory<byte> Der,
    DateTimeOffset NotBeforeUtc,
    DateTimeOffset NotAfterUtc)
{
    /// <summary>When it was revoked; null where it was not.</summary>
    public DateTimeOffset? RevokedUtc { get; init; }

    /// <summary>Why; null where it was not.</summary>
    public X509RevocationReason? Reason { get; init; }

    /// <summary>SHA-256 of <see cref="Der"/>, in upper-case hex.</summary>
    public string Fingerprint => Convert.ToHexString(SHA256.HashData(Der.Span));

    /// <summary>The entry of a certificate that <paramref name="issuer"/> has just signed.</summary>
    public static IssuedCertificate Of(X509Certificate2 certificate, X509Certificate2 issuer, string template)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(issuer);
        var (begin, end) = Validity.Of(certificate);
        return new IssuedCertificate(
            certificate.SerialNumber, KeyIdOf(issuer), template, certificate.Subject, certificate.RawData, begin, end);
    }

    /// <summary>The subject key identifier of a CA of ours; where its certificate has none, what it would be.</summary>
    public static string KeyIdOf(X509Certificate2 authority)
    {
        ArgumentNullException.ThrowIfNull(authority);
        return authority.Extensions.OfType<X509SubjectKeyIdentifierExtension>().FirstOrDefault()?.SubjectKeyIdentifier
            ?? new X509SubjectKeyIdentifierExtension(authority.PublicKey, critical: false).SubjectKeyIdentifier!;
    }
}
