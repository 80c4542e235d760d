using Adit.Server.Control;

namespace Adit.Cli.Tests;

public sealed class CertLookupTests : IAsyncLifetime
{
    private const string Pem = "-----BEGIN CERTIFICATE-----\n";

    private CliFixture _cli = null!;
    private string _file = "";

    public async ValueTask InitializeAsync()
    {
        _cli = await CliFixture.StartAsync();
        _file = Path.Combine(_cli.StateDirectory, "anna.pem");
        await File.WriteAllTextAsync(_file, Pem);
    }

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task What_the_server_accepts_ends_with_0_and_says_who_told()
    {
        _cli.Server.Revocation.Found = new RevocationView(true, null, null,
            [new RevocationFindingView("CN=anna", "good", "http://crl.example.org/ca.crl", new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), null, null, [])]);

        var run = await _cli.AskAsync("cert", "lookup", _file, "--role", "device");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("http://crl.example.org/ca.crl", run.Output, StringComparison.Ordinal);
        Assert.Contains("The server accepts it.", run.Output, StringComparison.Ordinal);
        Assert.Equal(new LookupOrder("device", Pem), _cli.Server.Revocation.Asked);
    }

    [Fact]
    public async Task What_the_server_refuses_ends_with_3_and_its_code()
    {
        _cli.Server.Revocation.Found = new RevocationView(false, "PKI-112", "Subject = CN=anna",
            [new RevocationFindingView("CN=anna", "offline", null, null, null, null, ["http://crl.example.org/ca.crl: Nobody answers."])]);

        var run = await _cli.AskAsync("cert", "lookup", _file);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("PKI-112", run.Output, StringComparison.Ordinal);
        Assert.Contains("Nobody answers.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_told() =>
        Assert.Contains("cannot be read", (await _cli.AskAsync("cert", "lookup", _file + ".gone")).Error, StringComparison.Ordinal);

    [Fact]
    public async Task A_flush_says_how_much_was_forgotten()
    {
        Assert.Contains("Forgot 3 lists", (await _cli.AskAsync("cert", "flush")).Output, StringComparison.Ordinal);
        Assert.Contains("\"count\": 3", (await _cli.AskAsync("cert", "flush", "-o", "json")).Output, StringComparison.Ordinal);
        Assert.Equal(2, _cli.Server.Revocation.Flushes.Count);
    }
}
