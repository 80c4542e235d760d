namespace Adit.Certificates.Validation;

/// <summary>What the validator found.</summary>
/// <param name="Failures">Every problem, the most telling first; empty where the certificate is accepted.</param>
public sealed record CertificateVerdict(IReadOnlyList<CertificateFailure> Failures)
{
    /// <summary>Whether the server is who it claims to be.</summary>
    public bool IsAccepted => Failures.Count == 0;

    /// <summary>The DER of the certificates from the leaf to the trusted one, as far as they were found: what revocation is looked up for.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Path { get; init; } = [];

    /// <summary>The most telling problem; null where the certificate is accepted.</summary>
    public CertificateFailure? Failure => IsAccepted ? null : Failures[0];
}
