using Adit.Access.Tests;
using Adit.Access.Tests.Accounting;
using Adit.Certificates.Issuing;
using Adit.Diagnosis.Attempts;
using Adit.Diagnosis.Tests.Attempts;
using Adit.Server.Hosting;
using Adit.Server.Tests.Control;

namespace Adit.Server.Tests.Hosting;

public sealed class MaintenanceTests : IAsyncDisposable
{
    private readonly TemporaryDirectory _state = new();
    private readonly VirtualTime _time = new();
    private readonly RecordingLogger _logger = new();
    private readonly InMemoryAttemptStore _attempts = new();
    private readonly CertificateAuthority _ca;
    private readonly CertificateKeeper _certificate;
    private readonly Maintenance _maintenance;

    public MaintenanceTests()
    {
        _ca = CertificateAuthority.OpenOrCreate(_state.Path, "vpn.example.com", _time);
        _certificate = new CertificateKeeper(_state.Path, _ca, ["vpn.example.com"], _time);
        _maintenance = new Maintenance(
            [Duties.RenewCertificate(_certificate, _logger), .. Duties.Forget(_attempts, new InMemorySessionStore())], _time, _logger);
    }

    public async ValueTask DisposeAsync()
    {
        await _maintenance.DisposeAsync();
        _ca.Dispose();
        _state.Dispose();
    }

    [Fact]
    public async Task A_certificate_with_life_left_stays()
    {
        var before = _certificate.Current;
        _time.Now = _time.Now.AddDays(100);

        await _maintenance.RunDueAsync();

        Assert.Same(before, _certificate.Current);
    }

    [Fact]
    public async Task A_certificate_near_its_end_is_replaced_for_new_handshakes()
    {
        var before = _certificate.Current;
        _time.Now = _time.Now.AddDays(300);

        await _maintenance.RunDueAsync();

        Assert.NotEqual(before.Leaf.SerialNumber, _certificate.Current.Leaf.SerialNumber);
        Assert.Contains("Outdated", Assert.Single(_logger.Lines).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_duty_is_done_when_it_is_due()
    {
        var done = new List<string>();
        Duty Noting(string name, TimeSpan interval) => new(name, interval, _ =>
        {
            done.Add(name);
            return default;
        });
        await using var maintenance = new Maintenance([Noting("hourly", TimeSpan.FromHours(1)), Noting("often", TimeSpan.FromMinutes(1))], _time, _logger);

        for (var minute = 0; minute < 60; minute++)
        {
            _time.Now = _time.Now.AddMinutes(1);
            await maintenance.RunDueAsync();
        }

        Assert.Equal((60, 1), (done.Count(name => name == "often"), done.Count(name => name == "hourly")));
    }

    [Fact]
    public async Task Old_attempts_are_forgotten_though_the_certificate_cannot_be_renewed()
    {
        await _attempts.BeginAsync(
            new AttemptRecord
            {
                StartedUtc = _time.Now.AddDays(-100),
                Gateway = "gw",
                Link = "sstp",
                Peer = "192.0.2.1:1",
                Outcome = AttemptOutcome.Failed,
            },
            CancellationToken.None);
        File.SetUnixFileMode(Path.Combine(_state.Path, "server.key"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        _time.Now = _time.Now.AddDays(1);

        await _maintenance.RunDueAsync();

        Assert.Empty(await _attempts.ListAsync(new AttemptQuery { Count = 10 }, CancellationToken.None));
        Assert.Contains("renew the certificate", Assert.Single(_logger.Lines).Message, StringComparison.Ordinal);
    }
}
