using Adit.Server.Control;
using Adit.Server.Serving;
using Adit.Server.Tests.Hosting;

namespace Adit.Server.Tests.Serving;

/// <summary>Row D09: nobody renewed.</summary>
public sealed class CertificateWatchTests
{
    private static readonly DateTimeOffset End = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly RecordingLogger _logger = new();
    private readonly List<CertificateNews> _told = [];
    private IReadOnlyList<ShownCertificateView> _shown = [new("/etc/vpn.pem", "file", ["vpn.example.com"], End.AddDays(-365), End, "AB", null)];

    [Fact]
    [Scenario("D09", Linted = true)]
    public void A_certificate_is_warned_of_once_at_each_threshold_and_at_its_end()
    {
        var watch = Watch();
        for (var hours = 40 * 24; hours >= -48; hours--)
            watch.Look(End.AddHours(-hours));

        Assert.Equal([30, 14, 7, 3, 1, 0], _told.Select(news => news.DaysLeft));
        Assert.Equal([.. Enumerable.Repeat("expiring", 5), "expired"], _told.Select(news => news.Event));
        Assert.Equal(6, _logger.Lines.Count);
    }

    [Fact]
    public void A_server_that_starts_late_warns_at_once_and_only_of_what_holds()
    {
        Watch().Look(End.AddDays(-2));

        Assert.Equal(("expiring", 2), (Assert.Single(_told).Event, _told[0].DaysLeft));
    }

    [Fact]
    public void A_new_certificate_is_warned_of_anew()
    {
        var watch = Watch();
        watch.Look(End.AddDays(-1));
        _shown = [_shown[0] with { Sha256 = "CD", NotBeforeUtc = End.AddDays(-1), NotAfterUtc = End.AddDays(90) }];
        watch.Look(End);

        watch.Look(End.AddDays(61));

        Assert.Equal(["AB", "CD"], _told.Select(news => news.Sha256));
    }

    [Fact]
    public void One_with_a_short_life_is_warned_of_in_its_last_third_only()
    {
        _shown = [_shown[0] with { NotBeforeUtc = End.AddDays(-10) }];
        var watch = Watch();
        for (var hours = 10 * 24; hours >= 0; hours--)
            watch.Look(End.AddHours(-hours));

        Assert.Equal([3, 1, 0], _told.Select(news => news.DaysLeft));
    }

    private CertificateWatch Watch() => new(() => _shown, _told.Add, _logger);
}
