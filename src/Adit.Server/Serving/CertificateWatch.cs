using Adit.Server.Control;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Serving;

/// <summary>Warns of certificates that end, once at each threshold, in the log and by the hook. One caller at a time.</summary>
internal sealed class CertificateWatch(Func<IReadOnlyList<ShownCertificateView>> shown, Action<CertificateNews> tell, ILogger logger)
{
    /// <summary>In days, the last one first; 0 stands for the end itself.</summary>
    private static readonly int[] Thresholds = [0, 1, 3, 7, 14, 30];

    private readonly Dictionary<string, int> _told = new(StringComparer.Ordinal);

    /// <summary>Looks at all that are shown. To be called now and then.</summary>
    public void Look(DateTimeOffset now)
    {
        var present = shown();
        foreach (var one in present)
            Look(one, now);
        foreach (var gone in _told.Keys.Except(present.Select(one => one.Sha256), StringComparer.Ordinal).ToList())
            _told.Remove(gone);
    }

    private void Look(ShownCertificateView one, DateTimeOffset now)
    {
        var left = one.NotAfterUtc - now;
        if (ThresholdOf(left, one.NotAfterUtc - one.NotBeforeUtc) is not { } threshold || (_told.TryGetValue(one.Sha256, out var told) && told <= threshold))
            return;

        _told[one.Sha256] = threshold;
        var days = Math.Max(0, (int)left.TotalDays);
        if (threshold == 0)
            ServingLog.Expired(logger, one.Source, one.Sha256, one.NotAfterUtc);
        else
            ServingLog.Expiring(logger, one.Source, one.Sha256, one.NotAfterUtc, days);
        tell(new CertificateNews(threshold == 0 ? "expired" : "expiring", one.Source, one.Names, one.Sha256, one.NotAfterUtc, days, null));
    }

    /// <summary>The nearest one that has been passed; null while all are to come. Those before the last third of its life do not count.</summary>
    private static int? ThresholdOf(TimeSpan left, TimeSpan life) => Thresholds
        .Where(days => TimeSpan.FromDays(days) <= life / 3).Select(days => (int?)days)
        .FirstOrDefault(days => left <= TimeSpan.FromDays(days!.Value));
}
