namespace Adit.Certificates.Revocation;

/// <summary>What is known about the revocation of one certificate of a chain.</summary>
/// <param name="Subject">Its subject, fit to be shown.</param>
/// <param name="State">What it is.</param>
public sealed record RevocationFinding(string Subject, RevocationState State)
{
    /// <summary>The name of who issued it, fit to be shown.</summary>
    public string Issuer { get; init; } = "";

    /// <summary>Since when and why it is revoked; null where it is not known to be.</summary>
    public RevokedEntry? Revoked { get; init; }

    /// <summary>The address that told; null where none did.</summary>
    public string? Source { get; init; }

    /// <summary>Until when that holds.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Addresses that did not tell, each with the reason.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];
}

/// <summary>What is known about the revocation of a certificate.</summary>
public enum RevocationState
{
    /// <summary>It is not revoked.</summary>
    Good,

    /// <summary>It is.</summary>
    Revoked,

    /// <summary>It names no place where it could be looked up.</summary>
    NoInformation,

    /// <summary>No place that it names could be reached, or told anything of use.</summary>
    Offline,
}
