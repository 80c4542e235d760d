using System.ComponentModel.DataAnnotations;

namespace Adit.Server.Configuration;

/// <summary>A certificate that callers are shown: a file's, or an entry of the machine's store.</summary>
public sealed record CertificateSettings
{
    /// <summary>The PEM file: the server's own certificate, then its issuers; null for an entry of the store.</summary>
    public string? File { get; init; }

    /// <summary>The PEM file of its private key; null where that stands in <see cref="File"/>.</summary>
    public string? Key { get; init; }

    /// <summary>A fingerprint (SHA-256), or a name for the longest-lived entry that bears it; null for a file.</summary>
    public string? Store { get; init; }

    /// <summary>The names for which it is shown; empty for those that it bears.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>What people call it.</summary>
    public string Source => File ?? $"store {Store}";
}

/// <summary>The program that is told what becomes of certificates.</summary>
public sealed record CertificateHookSettings
{
    /// <summary>The program, an absolute path, and its arguments; empty for none.</summary>
    public IReadOnlyList<string> Run { get; init; } = [];

    /// <summary>How long it may take before it is killed.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(30);
}
