using System.Net;
using System.Text.RegularExpressions;
using Adit.Access.Accounts;
using Adit.Diagnosis.Attempts;
using Adit.Server.Configuration;
using Adit.Server.Control;
using Adit.Server.Monitoring;
using Adit.Server.Tests.Control;
using AttemptOutcome = Adit.Diagnosis.Attempts.AttemptOutcome;
using AttemptStage = Adit.Diagnosis.Attempts.AttemptStage;

namespace Adit.Server.Tests.Monitoring;

public sealed partial class MetricsPageTests
{
    /// <summary>This folder is artifacts/bin/PROJECT/CONFIGURATION.</summary>
    private static readonly string Page = Path.GetFullPath("../../../../docs/operate/monitoring.md", AppContext.BaseDirectory.TrimEnd('/'));

    private static readonly ServerStatus Status = new("0.1.0", FakeServerControl.Started, "/var/lib/adit", ["0.0.0.0:443"],
        new CertificateView("CN=vpn", FakeServerControl.Started.AddDays(90), "AB"), new PoolView("10.7.0.0/24", 3, 250), 2, 1, Draining: false);

    private readonly ServerMonitor _monitor = new(TimeProvider.System);

    [Fact]
    public void A_server_where_nothing_has_happened_has_a_page_that_Prometheus_reads()
    {
        var samples = Read();

        Assert.Equal(1, samples["adit_build_info{version=\"0.1.0\"}"]);
        Assert.Equal((3, 250), (samples["adit_pool_addresses{pool=\"10.7.0.0/24\",state=\"used\"}"], samples["adit_pool_addresses{pool=\"10.7.0.0/24\",state=\"free\"}"]));
        Assert.Equal(FakeServerControl.Started.AddDays(90).ToUnixTimeSeconds(), samples["adit_certificate_expiry_timestamp_seconds"]);
        Assert.Equal((2, 1, 0), (samples["adit_sessions{tunnel=\"sstp\"}"], samples["adit_half_open_connections"], samples["adit_draining"]));
    }

    [Fact]
    public void How_many_addresses_a_DHCP_server_has_left_is_not_told()
    {
        var status = Status with { Pool = new PoolView("dhcp on eth0", 3, null) };

        var samples = ExpositionGrammar.Read(MetricsPage.Write(status, new AccountCounts(0, 0, 0), _monitor));

        Assert.Equal(["adit_pool_addresses{pool=\"dhcp on eth0\",state=\"used\"}"],
            samples.Keys.Where(name => name.StartsWith("adit_pool_addresses", StringComparison.Ordinal)));
    }

    [Fact]
    public void Each_pool_that_has_a_name_is_counted_under_it()
    {
        var status = Status with { Pools = [new PoolView("10.8.0.0/24, 10.9.0.0/24", 5, 503) { Name = "guests" }] };

        var samples = ExpositionGrammar.Read(MetricsPage.Write(status, new AccountCounts(0, 0, 0), _monitor));

        Assert.Equal((5, 503), (samples["adit_pool_addresses{pool=\"guests\",state=\"used\"}"], samples["adit_pool_addresses{pool=\"guests\",state=\"free\"}"]));
    }

    [Fact]
    public void Attempts_are_counted_by_result_and_cause()
    {
        _monitor.AttemptOpened(Attempt());
        _monitor.AttemptEnded(Attempt() with { Outcome = AttemptOutcome.Failed, FailureCode = "NPS-016" }, wasOpen: false);
        _monitor.AttemptEnded(Attempt() with { Outcome = AttemptOutcome.Failed, FailureCode = "SSTP-105" }, wasOpen: true);
        _monitor.AttemptEnded(Attempt() with { Outcome = AttemptOutcome.Ended }, wasOpen: true);

        var samples = Read();

        Assert.Equal(1, samples["adit_attempts_total{result=\"opened\",code=\"none\"}"]);
        Assert.Equal(1, samples["adit_attempts_total{result=\"failed\",code=\"NPS-016\"}"]);
        Assert.Equal(1, samples["adit_sessions_closed_total{code=\"SSTP-105\"}"]);
        Assert.Equal(1, samples["adit_sessions_closed_total{code=\"none\"}"]);
    }

    [Fact]
    public void The_time_to_connect_is_told_by_phase()
    {
        _monitor.AttemptOpened(Attempt() with
        {
            Stages = [new AttemptStage("Connecting", 40), new AttemptStage("Negotiating", 60), new AttemptStage("Open", 1060)],
        });

        var samples = Read();

        Assert.Equal(0.04, samples["adit_connect_phase_seconds_sum{phase=\"tls\"}"]);
        Assert.Equal(0.02, samples["adit_connect_phase_seconds_sum{phase=\"connecting\"}"]);
        Assert.Equal((0, 1), (samples["adit_connect_phase_seconds_bucket{phase=\"negotiating\",le=\"0.5\"}"], samples["adit_connect_phase_seconds_bucket{phase=\"negotiating\",le=\"1\"}"]));
        Assert.Equal(1.06, samples["adit_connect_seconds_sum"]);
    }

    [Fact]
    public void Accounts_are_counted_and_none_is_named()
    {
        _monitor.AttemptEnded(Attempt() with { UserName = "mallory" }, wasOpen: false);
        var page = MetricsPage.Write(Status, new AccountCounts(Enabled: 3, Locked: 1, Disabled: 2), _monitor);

        var samples = ExpositionGrammar.Read(page);
        Assert.Equal((3, 2, 1), (samples["adit_accounts{state=\"enabled\"}"], samples["adit_accounts{state=\"disabled\"}"], samples["adit_accounts{state=\"locked\"}"]));
        Assert.DoesNotMatch("mallory|192\\.0\\.2", page);
    }

    [Fact]
    public void Packets_that_belong_to_no_session_are_dropped_packets()
    {
        _monitor.Tun = () => default(TunTraffic) with { Undeliverable = 7 };

        Assert.Equal(7, Read()["adit_dropped_packets_total{reason=\"no_session\"}"]);
    }

    [Fact]
    public void What_passes_between_the_server_and_its_TUN_is_told()
    {
        _monitor.Tun = () => new TunTraffic(Reads: 3, Writes: 4, RefusedWrites: 5, Undeliverable: 6);

        var samples = Read();

        Assert.Equal((3, 4, 5), (samples["adit_tun_reads_total"], samples["adit_tun_writes_total"], samples["adit_tun_refused_writes_total"]));
    }

    [Fact]
    public void What_the_process_takes_is_told()
    {
        var samples = Read();

        Assert.InRange(samples["process_cpu_seconds_total"], 0.001, Environment.CpuUsage.TotalTime.TotalSeconds);
        Assert.InRange(samples["process_resident_memory_bytes"], 1024 * 1024, 1L << 40);
        Assert.InRange(samples["process_open_fds"], 3, 1_000_000);
        Assert.InRange(samples["adit_collector_pause_seconds_total"], 0, GC.GetTotalPauseDuration().TotalSeconds);
    }

    [Fact]
    public void Rows_that_wait_for_the_database_are_told()
    {
        (_monitor.WaitingRecords, _monitor.WaitingRows) = (() => 8, () => 9);

        var samples = Read();

        Assert.Equal((8, 9), (samples["adit_database_waiting_rows{of=\"attempts\"}"], samples["adit_database_waiting_rows{of=\"log\"}"]));
    }

    [Fact]
    public void Every_family_and_no_other_is_documented() => Assert.Equal(
        FamilyType().Matches(MetricsPage.Write(Status, new AccountCounts(0, 0, 0), _monitor)).Select(line => line.Groups["name"].Value).Order(StringComparer.Ordinal),
        FamilyName().Matches(File.ReadAllText(Page)).Select(name => name.Groups["name"].Value).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public async Task The_page_is_served_on_the_loopback_and_nothing_else_is()
    {
        var endPoint = new IPEndPoint(IPAddress.Loopback, FreePort());
        await using var listener = await MetricsListener.StartAsync([endPoint], _ => new ValueTask<string>("adit_x 1\n"));
        using var http = new HttpClient { BaseAddress = new Uri($"http://{endPoint}") };

        using var page = await http.GetAsync("/metrics");
        using var other = await http.GetAsync("/v1/status");

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", page.Content.Headers.ContentType?.ToString());
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (page.StatusCode, other.StatusCode));
    }

    [Theory]
    [InlineData("127.0.0.1:9100", true)]
    [InlineData("'[::1]:9100'", true)]
    [InlineData("0.0.0.0:9100", false)]
    [InlineData("192.0.2.1:9100", false)]
    [InlineData("'[::]:9100'", false)]
    [InlineData("127.0.0.1", false)]
    public void Metrics_are_served_on_the_loopback_alone(string endPoint, bool isTaken)
    {
        var fault = Record.Exception(() => ConfigurationReader.Read("adit.yaml", $"metrics: {endPoint}\n"));

        Assert.Equal(isTaken, fault is null);
    }

    private Dictionary<string, double> Read() => ExpositionGrammar.Read(MetricsPage.Write(Status, new AccountCounts(0, 0, 0), _monitor));

    private static AttemptRecord Attempt() => new() { StartedUtc = FakeServerControl.Started, Gateway = "gw", Link = "sstp", Peer = "192.0.2.7:1" };

    [GeneratedRegex("^# TYPE (?<name>[a-z_]+) ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FamilyType();

    /// <summary>A histogram's family is what its samples are called without their last word.</summary>
    [GeneratedRegex(@"\b(?<name>(adit|process)_[a-z_]+?)(_bucket|_sum|_count)?(?![a-z_])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FamilyName();

    private static int FreePort()
    {
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
