using System.Globalization;

namespace Adit.Server.Serving;

/// <summary>What became of a certificate, as the hook is told.</summary>
/// <param name="Event"><c>replaced</c>, <c>refused</c>, <c>expiring</c> or <c>expired</c>.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Names">The names for which it is shown.</param>
/// <param name="Sha256">The fingerprint of the one that is shown.</param>
/// <param name="NotAfter">Its end.</param>
/// <param name="DaysLeft">Whole days until then; 0 on the last one and after.</param>
/// <param name="Failure">Why a newer one was refused: its code; null where none was, or it could not even be read.</param>
internal sealed record CertificateNews(
    string Event, string Source, IReadOnlyList<string> Names, string Sha256, DateTimeOffset NotAfter, int DaysLeft, string? Failure)
{
    /// <summary>The environment of the hook: this and nothing else. It holds no secret.</summary>
    public IReadOnlyDictionary<string, string> ToEnvironment() => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ADIT_EVENT"] = Event,
        ["ADIT_SOURCE"] = Source,
        ["ADIT_NAMES"] = string.Join(',', Names),
        ["ADIT_SHA256"] = Sha256,
        ["ADIT_NOT_AFTER"] = NotAfter.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["ADIT_DAYS_LEFT"] = DaysLeft.ToString(CultureInfo.InvariantCulture),
        ["ADIT_FAILURE"] = Failure ?? "",
        ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin",
    };
}
