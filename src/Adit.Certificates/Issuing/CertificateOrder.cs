namespace Adit.Certificates.Issuing;

/// <summary>What is to be issued.</summary>
/// <param name="Template">Which kind.</param>
/// <param name="Names">Whom it names; empty for those that the request names.</param>
public sealed record CertificateOrder(CertificateTemplate Template, IReadOnlyList<string> Names)
{
    /// <summary>A user's mail address, beside the name.</summary>
    public string? Email { get; init; }

    /// <summary>The security identifier of the account in a Windows domain.</summary>
    public string? Sid { get; init; }

    /// <summary>How long it is to live, shorter than the template's life; null for that.</summary>
    public TimeSpan? Life { get; init; }
}
