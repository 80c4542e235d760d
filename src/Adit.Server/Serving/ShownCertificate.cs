using Adit.Certificates;
using Adit.Certificates.Checking;
using Adit.Certificates.Validation;
using Adit.Diagnosis;
using Adit.Server.Configuration;
using Adit.Server.Listeners;

namespace Adit.Server.Serving;

/// <summary>A configured certificate that callers are shown.</summary>
/// <param name="Settings">What was configured.</param>
/// <param name="Stamp">What it was read from, as <see cref="CertificateSource.Stamp"/> has it.</param>
/// <param name="Names">The names for which it is shown.</param>
/// <param name="Served">As the TLS engine takes it.</param>
internal sealed record ShownCertificate(CertificateSettings Settings, string Stamp, IReadOnlyList<string> Names, ServedCertificate Served)
{
    /// <summary>SHA-256 of the certificate.</summary>
    public string Fingerprint { get; } = LeafHashes.Of(Served.Leaf).Fingerprint;

    /// <summary>Why a newer one was not taken; null where there is none.</summary>
    public RefusedCertificateException? Refused { get; init; }

    /// <summary>One in the store that should be shown instead; null where there is none.</summary>
    public CertificateFailure.NewerUnused? Unused { get; init; }

    /// <summary>What is to be minded, in words; null where all is well.</summary>
    public string? Problem => Refused?.Message ?? (Unused is null ? null
        : $"{Settings.Source}: {FailureCatalogue.Find(Unused)!.Title} ({Unused.Code}: {FailureFacts.Describe(Unused)}).");

    /// <summary>What the newer one was read from that was refused last.</summary>
    public string? RefusedStamp { get; init; }

    /// <summary>What became of it: it replaced another, or a newer one was refused.</summary>
    public CertificateNews ToNews(DateTimeOffset now) => new(
        Refused is null ? "replaced" : "refused", Settings.Source, Names, Fingerprint.Replace(":", "", StringComparison.Ordinal), End,
        Math.Max(0, (int)(End - now).TotalDays), Refused?.Code);

    /// <summary>Whether it is shown to who asks for this name.</summary>
    public bool Answers(string serverName) => CertificateNames.Match(Names, serverName);

    /// <summary>Whether it holds by its dates.</summary>
    public bool IsCurrent(DateTimeOffset now) => now >= Begin && now < End;

    /// <summary>When it begins.</summary>
    public DateTimeOffset Begin => new(Served.Leaf.NotBefore.ToUniversalTime());

    /// <summary>When it ends.</summary>
    public DateTimeOffset End => new(Served.Leaf.NotAfter.ToUniversalTime());
}
