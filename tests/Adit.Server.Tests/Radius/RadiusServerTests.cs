using System.Net;
using Adit.Access.Decisions;
using Adit.Access.Logging;
using Adit.Access.Tests;
using Adit.Diagnosis.Tests.Attempts;
using Adit.Linux;
using Adit.Protocols.Crypto;
using Adit.Protocols.Radius;
using Adit.Server.Configuration;
using Adit.Server.Hosting;
using Adit.Server.Logging;
using Adit.Server.Radius;
using Adit.Server.Sessions;
using Adit.Server.Tests.Hosting;
using Adit.Transport;

namespace Adit.Server.Tests.Radius;

public sealed class RadiusServerTests : IAsyncLifetime
{
    private static readonly IPEndPoint _sender = new(IPAddress.Parse("192.0.2.7"), 40_000);
    private static readonly RadiusSecret _secret = new("a-secret-of-both"u8);

    private readonly string _folder = Directory.CreateTempSubdirectory("adit-radius-").FullName;
    private readonly RecordingLogger _log = new();
    private readonly CountingAuthority _authority = new();
    private readonly RadiusCounts _counts = new();
    private readonly VirtualTime _clock = new();
    private readonly List<AccessLogEntry> _rows = [];
    private AttemptJournal _journal = null!;
    private RadiusServer _server = null!;

    public ValueTask InitializeAsync()
    {
        WriteSecret("a-secret-of-both\n", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _journal = new AttemptJournal(new InMemoryAttemptStore(), "gate", _clock, _log);
        _server = new RadiusServer(new RadiusService(_authority, _journal, _counts, new SystemRandom()), _counts, _clock, _log) { Discards = new DiscardSums(_clock, _rows.Add) };
        _server.Bind(Options());
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _journal.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void What_is_dropped_at_the_port_for_reports_is_logged_as_such()
    {
        _server.TryReceive(_sender, RadiusDoor.Accounting, new byte[20], out _, out _);

        Assert.Equal((AccessLogKind.AccountingDiscarded, "RAD-143"), (Assert.Single(_rows).Kind, _rows[0].Code));
    }

    [Fact]
    public async Task A_request_that_comes_twice_is_decided_once_and_gets_the_same_bytes()
    {
        var request = Request(1);
        var first = await AnswerAsync(request);

        var second = await AnswerAsync(request);

        Assert.Equal(first, second);
        Assert.Equal(1, _authority.Asked);
    }

    [Fact]
    public void What_is_dropped_is_a_row_of_the_log()
    {
        _server.TryReceive(new IPEndPoint(IPAddress.Parse("198.51.100.1"), 1), RadiusDoor.Authentication, Request(1), out _, out _);
        _server.TryReceive(_sender, RadiusDoor.Authentication, new byte[20], out _, out _);

        Assert.Equal([("198.51.100.1", "RAD-140"), ("wlan", "RAD-143")], _rows.Select(row => (row.Client, row.Code)));
    }

    [Fact]
    public void A_request_that_comes_again_while_it_is_decided_gets_silence()
    {
        var request = Request(1);
        Assert.Null(_server.TryReceive(_sender, RadiusDoor.Authentication, request, out _, out _));

        Assert.Empty(_server.TryReceive(_sender, RadiusDoor.Authentication, request, out _, out _)!);
    }

    [Fact]
    public async Task After_ten_seconds_a_number_may_be_used_again()
    {
        var request = Request(1);
        await AnswerAsync(request);

        _clock.Now += TimeSpan.FromSeconds(10);
        await AnswerAsync(request);

        Assert.Equal(2, _authority.Asked);
    }

    [Fact]
    public async Task The_same_number_with_another_authenticator_is_another_request()
    {
        await AnswerAsync(Request(1));
        await AnswerAsync(Request(1));

        Assert.Equal(2, _authority.Asked);
    }

    [Fact]
    public void The_same_bytes_from_another_port_are_another_request()
    {
        var request = Request(1);
        foreach (var port in new[] { _sender.Port, _sender.Port + 1 })
            Assert.Null(_server.TryReceive(new IPEndPoint(_sender.Address, port), RadiusDoor.Authentication, request, out _, out _));
    }

    [Fact]
    public async Task What_could_not_be_decided_can_be_asked_again()
    {
        var request = Request(1);
        _authority.Fails = true;
        Assert.Null(await AnswerAsync(request));

        _authority.Fails = false;
        Assert.NotNull(await AnswerAsync(request));
    }

    [Fact]
    public async Task What_takes_longer_than_anybody_waits_is_dropped_without_a_line_in_the_log()
    {
        await using var hurried = new RadiusServer(
            new RadiusService(_authority, _journal, _counts, new SystemRandom()), _counts, _clock, _log, patience: TimeSpan.Zero);
        hurried.Bind(Options());
        _authority.Hangs = true;
        Assert.Null(hurried.TryReceive(_sender, RadiusDoor.Authentication, Request(1), out var client, out var request));

        Assert.Null(await hurried.AnswerAsync(client!, _sender, RadiusDoor.Authentication, request!, hurried.NewLimit(CancellationToken.None).Begin()));

        Assert.Empty(_log.Lines);
        Assert.Contains(("TooLate", 1), _counts.Drops.Read());
    }

    [Fact]
    public async Task A_request_for_the_other_port_gets_silence()
    {
        Assert.Null(_server.TryReceive(_sender, RadiusDoor.Authentication, Request(1), out var client, out var request));

        Assert.Null(await _server.AnswerAsync(client!, _sender, RadiusDoor.Accounting, request!, CancellationToken.None));
        Assert.Equal(0, _authority.Asked);
    }

    [Fact]
    public void A_stranger_gets_silence_and_no_line_in_the_log()
    {
        Assert.Empty(_server.TryReceive(new IPEndPoint(IPAddress.Parse("198.51.100.1"), 1), RadiusDoor.Authentication, Request(1), out _, out _)!);
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void A_client_with_the_wrong_secret_is_in_the_log_once_a_minute()
    {
        var wrong = Request(1, new RadiusSecret("something-else"u8));
        for (var i = 0; i < 100; i++)
            _server.TryReceive(_sender, RadiusDoor.Authentication, wrong, out _, out _);

        Assert.Contains("Give both sides the same secret", Assert.Single(_log.Lines).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_two_prefixes_the_longer_one_counts()
    {
        var clients = RadiusClients.Of(Options() with
        {
            Clients = [Client("all", "192.0.2.0/24"), Client("one", "192.0.2.7/32")],
        });

        Assert.Equal("one", clients.Find(_sender.Address)?.Name);
        Assert.Equal("all", clients.Find(IPAddress.Parse("192.0.2.8"))?.Name);
    }

    [Fact]
    public async Task A_reload_with_a_secret_that_cannot_be_had_changes_nothing()
    {
        File.Delete(SecretFile);

        await Assert.ThrowsAsync<StartupException>(async () => await _server.PrepareAsync(new ServerConfiguration { Radius = Options() }));

        Assert.Null(_server.TryReceive(_sender, RadiusDoor.Authentication, Request(1), out _, out _));
    }

    [Theory]
    [InlineData("short\n", 0b110_000_000, "no secret of 8 to 255 bytes")]
    [InlineData("", 0b110_000_000, "no secret of 8 to 255 bytes")]
    [InlineData("a-secret-of-both\n", 0b110_000_100, "can be touched by others")]
    [InlineData("a-secret-of-both\n", 0b110_010_000, "can be touched by others")]
    public void A_secret_that_is_none_or_is_known_to_others_is_refused_and_never_told(string contents, int mode, string problem)
    {
        WriteSecret(contents, (UnixFileMode)mode);

        var refusal = Assert.Throws<StartupException>(() => RadiusClients.Of(Options()));

        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
        Assert.True(contents.Length == 0 || !refusal.Message.Contains(contents.Trim(), StringComparison.Ordinal));
    }

    [Fact]
    public void With_auto_a_client_that_once_had_an_authenticator_always_needs_one()
    {
        var client = new RadiusClient(Client("auto", "192.0.2.7/32") with { RequireMessageAuthenticator = MessageAuthenticatorRule.Auto }, _secret);
        var bare = Convert.FromHexString("01000014" + new string('0', 32));
        Assert.Equal(RadiusFault.None, client.TryReceive(bare, out _));

        client.TryReceive(Request(1), out _);

        Assert.Equal(RadiusFault.NoMessageAuthenticator, client.TryReceive(bare, out _));
    }

    private string SecretFile => Path.Combine(_folder, "secret");

    private void WriteSecret(string contents, UnixFileMode mode)
    {
        File.WriteAllText(SecretFile, contents);
        File.SetUnixFileMode(SecretFile, mode);
    }

    private RadiusOptions Options() => new() { Clients = [Client("wlan", "192.0.2.0/24")] };

    private RadiusClientSettings Client(string name, string address) =>
        new() { Name = name, Address = IPNetwork.Parse(address), SecretFile = SecretFile };

    private static ReadOnlyMemory<byte> Request(byte identifier, RadiusSecret? secret = null)
    {
        var message = new AccessRequest(new AccessCredentials.Pap("nemo", "arctangent"u8.ToArray()), "s-1", "gw", "192.0.2.1", null).ToBytes();
        return SentRequest.TryCreate(message, identifier, secret ?? _secret, new SystemRandom())!.Packet;
    }

    private async Task<byte[]?> AnswerAsync(ReadOnlyMemory<byte> datagram) =>
        _server.TryReceive(_sender, RadiusDoor.Authentication, datagram, out var client, out var request)
        ?? await _server.AnswerAsync(client!, _sender, RadiusDoor.Authentication, request!, CancellationToken.None);

    private sealed class CountingAuthority : IAuthority
    {
        public int Asked { get; private set; }

        public bool Fails { get; set; }

        public bool Hangs { get; set; }

        public async ValueTask<AccessReply> DecideAsync(AccessRequest request, CancellationToken cancellationToken)
        {
            Asked++;
            if (Hangs)
                await Task.Delay(Timeout.Infinite, cancellationToken);
            return Fails
                ? throw new InvalidOperationException("The database is away.")
                : new AccessReply.Accept(request.UserName, 0, null, SessionKeys.NotGenerated);
        }

        public ValueTask AccountAsync(AccountingRequest request, CancellationToken cancellationToken) => default;
    }
}
