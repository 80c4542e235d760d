using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Checking;

/// <summary>A certificate with what is known of it.</summary>
/// <param name="Leaf">The certificate itself.</param>
/// <param name="Intermediates">What comes with it, in any order; of more than 16 only the first count.</param>
public sealed record CheckInput(X509Certificate2 Leaf, IEnumerable<X509Certificate2> Intermediates)
{
    /// <summary>The DNS names and addresses that are dialled, each of which it must bear; none where that is not asked.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Whether its private key is there.</summary>
    public KeyState Key { get; init; }

    /// <summary>Application policies that it must list beside its role's own, as OIDs.</summary>
    public IReadOnlyList<string> Policies { get; init; } = [];
}

/// <summary>What is known of a private key.</summary>
public enum KeyState
{
    /// <summary>Nobody has looked.</summary>
    NotAsked,

    /// <summary>It is there and belongs to the certificate.</summary>
    Fits,

    /// <summary>There is none.</summary>
    Missing,

    /// <summary>It belongs to another certificate.</summary>
    Foreign,
}
