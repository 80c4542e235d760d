using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Revocation.Ocsp;

/// <summary>
/// OCSPResponse with its BasicOCSPResponse (RFC 6960 §4.2.1). It says nothing until <see cref="Find"/> has found who signed it.
/// </summary>
internal sealed class OcspAnswer
{
    /// <summary>The longest answer that is read, in bytes: one certificate with its responder's takes two to four thousand.</summary>
    public const int MaxLength = 128 * 1024;

    private const int MaxSingles = 64;
    private const int MaxCertificates = 8;

    private readonly SignedDer? _signed;
    private readonly ReadOnlyMemory<byte>? _responderName;
    private readonly ReadOnlyMemory<byte>? _responderKeyHash;
    private readonly ReadOnlyMemory<byte>? _nonce;
    private readonly List<OcspSingle> _singles = [];
    private readonly List<ReadOnlyMemory<byte>> _certificates = [];

    private OcspAnswer(AsnReader outer)
    {
        Status = (OcspStatus)Der.ReadEnumerated(outer);
        if (Status is not OcspStatus.Successful)
            return;

        var bytes = Der.ReadTagged(outer, 0)?.ReadSequence() ?? throw new AsnContentException("It holds no answer.");
        if (bytes.ReadObjectIdentifier() is not OcspOids.Basic)
            throw new AsnContentException("It holds an answer of an unknown kind.");

        var basic = Der.Sequence(Der.ReadOctets(bytes));
        bytes.ThrowIfNotEmpty();
        outer.ThrowIfNotEmpty();
        _signed = SignedDer.Read(basic);
        ReadCertificates(Der.ReadTagged(basic, 0)?.ReadSequence());
        basic.ThrowIfNotEmpty();

        var data = Der.Sequence(_signed.Contents);
        OcspNonce.SkipVersion(data);
        _responderName = Der.ReadTagged(data, 1)?.ReadEncodedValue();
        if (_responderName is null)
            _responderKeyHash = Der.ReadOctets(Der.ReadTagged(data, 2) ?? throw new AsnContentException("It does not say who answers."));
        data.ReadGeneralizedTime(); // producedAt: what counts are the times of each answer
        for (var list = data.ReadSequence(); list.HasData;)
            _singles.Add(_singles.Count < MaxSingles ? OcspSingle.Read(list.ReadSequence()) : throw new AsnContentException("It speaks of too many certificates."));
        _nonce = OcspNonce.Read(Der.ReadTagged(data, 1));
        data.ThrowIfNotEmpty();
    }

    public OcspStatus Status { get; }

    /// <summary>Reads an answer.</summary>
    /// <param name="encoded">Its DER; kept, not copied.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="problem">Why it cannot be used, as a sentence.</param>
    public static bool TryParse(ReadOnlyMemory<byte> encoded, [NotNullWhen(true)] out OcspAnswer? answer, [NotNullWhen(false)] out string? problem)
    {
        (answer, problem) = (null, null);
        try
        {
            answer = encoded.Length <= MaxLength ? new OcspAnswer(Der.Sequence(encoded)) : throw new AsnContentException($"It is longer than {MaxLength} bytes.");
            return true;
        }
        catch (AsnContentException e)
        {
            problem = e.Message;
            return false;
        }
    }

    /// <summary>What it says about a certificate, where it is one that may say so (RFC 6960 §3.2).</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="issuer">Its issuer.</param>
    /// <param name="nonce">What was asked with. An answer without any is one made beforehand, for which its dates alone speak.</param>
    /// <param name="now">The time by the wall clock.</param>
    /// <param name="problem">Why it says nothing, as a sentence; null where it says something.</param>
    public OcspSingle? Find(X509Certificate2 certificate, X509Certificate2 issuer, ReadOnlyMemory<byte>? nonce, DateTimeOffset now, out string? problem)
    {
        var single = _singles.Find(one => one.Id.IsOf(certificate, issuer));
        problem = this switch
        {
            { Status: not OcspStatus.Successful } => $"The responder refused to answer: {Status}.",
            _ when single is null => "The answer is for another certificate.",
            _ when _nonce is { } theirs && nonce is { } ours && !theirs.Span.SequenceEqual(ours.Span) => "The answer is to another question.",
            _ when single.Life.FaultAt(now) is { } fault => $"The answer {fault}.",
            _ when !IsSignedFor(issuer, now) => "The answer is signed by nobody who may speak for the issuer.",
            _ => null,
        };
        return problem is null ? single : null;
    }

    /// <summary>The certificate, in DER, of who has signed it in the issuer's stead; null where the issuer has signed it itself.</summary>
    public ReadOnlyMemory<byte>? FindDelegate(X509Certificate2 issuer, DateTimeOffset now) => IsSignedBy(issuer)
        ? null
        : _certificates.Where(certificate => IsSignedByDelegate(certificate, issuer, now)).Select(certificate => (ReadOnlyMemory<byte>?)certificate).FirstOrDefault();

    private bool IsSignedFor(X509Certificate2 issuer, DateTimeOffset now) => IsSignedBy(issuer) || FindDelegate(issuer, now) is not null;

    private bool IsSignedBy(X509Certificate2 issuer) => IsResponder(issuer) && _signed!.IsBy(issuer);

    /// <summary>A certificate for this purpose, given by the issuer itself (RFC 6960 §4.2.2.2).</summary>
    private bool IsSignedByDelegate(ReadOnlyMemory<byte> encoded, X509Certificate2 issuer, DateTimeOffset now)
    {
        try
        {
            using var signer = X509CertificateLoader.LoadCertificate(encoded.Span);
            return IsResponder(signer)
                && signer.Extensions.OfType<X509EnhancedKeyUsageExtension>().Any(usage => usage.EnhancedKeyUsages[OcspOids.Signing] is not null)
                && signer.IssuerName.RawData.AsSpan().SequenceEqual(issuer.SubjectName.RawData)
                && Validity.Of(signer) is var life && life.Begin <= now && now < life.End
                && SignedDer.Of(signer) is { } ofSigner && ofSigner.IsBy(issuer) && _signed!.IsBy(signer);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private bool IsResponder(X509Certificate2 signer) =>
        _responderName is { } name ? signer.SubjectName.RawData.AsSpan().SequenceEqual(name.Span)
        : _responderKeyHash is { } hash && SHA1.HashData(CertificateFields.PublicKeyBits(signer)).AsSpan().SequenceEqual(hash.Span);

    private void ReadCertificates(AsnReader? list)
    {
        while (list is { HasData: true })
            _certificates.Add(_certificates.Count < MaxCertificates ? list.ReadEncodedValue() : throw new AsnContentException("It holds too many certificates."));
    }
}
