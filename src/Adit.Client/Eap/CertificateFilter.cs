using System.Security.Cryptography;

namespace Adit.Client.Eap;

/// <summary>Which of several certificates will do, as Windows' profiles have it. Empty lists want nothing.</summary>
/// <param name="Issuers">SHA-1 or SHA-256 fingerprints in capital hexadecimal digits, of which an authority of the chain must have one.</param>
/// <param name="Purposes">OIDs that must be among the extended key usages, beside Client Authentication.</param>
public sealed record CertificateFilter(IReadOnlyList<string> Issuers, IReadOnlyList<string> Purposes)
{
    /// <summary>Every certificate for users.</summary>
    public static CertificateFilter None { get; } = new([], []);

    /// <summary>What keeps a certificate from being the one; null where nothing does.</summary>
    public string? FindObstacle(ClientCertificate candidate, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        if (candidate.NotBefore > now)
            return "is not valid yet";
        if (candidate.NotAfter < now)
            return $"ended on {candidate.NotAfter:yyyy-MM-dd}";
        if (!candidate.IsForClients)
            return "lacks the purpose Client Authentication";
        if (Purposes.FirstOrDefault(purpose => !candidate.Purposes.Contains(purpose, StringComparer.Ordinal)) is { } missing)
            return $"lacks the purpose {missing}";
        return Issuers.Count == 0 || candidate.Authorities.Any(IsWanted) ? null : "is of another issuer";
    }

    /// <summary>Whether it is a purpose that keeps a certificate out, which is for users and may be used now.</summary>
    public bool KeepsOutByPurpose(ClientCertificate candidate, DateTimeOffset now) =>
        Purposes.Count > 0 && FindObstacle(candidate, now) is not null && (this with { Purposes = [] }).FindObstacle(candidate, now) is null;

    private bool IsWanted(ReadOnlyMemory<byte> authority) =>
        Issuers.Contains(Convert.ToHexString(SHA1.HashData(authority.Span)), StringComparer.Ordinal)
        || Issuers.Contains(Convert.ToHexString(SHA256.HashData(authority.Span)), StringComparer.Ordinal);
}
