using System.Net;
using Adit.Access.Decisions;
using Adit.Protocols.Crypto;
using Adit.Protocols.Ppp;
using Adit.Protocols.Radius;
using Adit.Server.Configuration;
using Adit.Server.Radius.Remote;
using Adit.Server.Tests.Hosting;
using Adit.Transport;

namespace Adit.Server.Tests.Radius.Remote;

public sealed class RemoteAuthorityTests : IAsyncLifetime
{
    private static readonly byte[] _receipt = [(byte)RadiusCode.AccountingResponse];
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan _ample = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(500);

    private readonly string _folder = Directory.CreateTempSubdirectory("adit-remote-").FullName;
    private readonly RecordingLogger _log = new();
    private readonly ScriptedServer _first = new();
    private readonly ScriptedServer _second = new();
    private RemoteAuthorities _authorities = null!;
    private RemoteAuthority _office = null!;
    private (TimeSpan First, TimeSpan Second) _patience = (_ample, _ample);

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(SecretFile, "a-secret-of-both\n");
        File.SetUnixFileMode(SecretFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Begin();
    }

    public async ValueTask DisposeAsync()
    {
        await _authorities.DisposeAsync();
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task An_accept_without_a_name_is_for_the_name_that_was_given()
    {
        _first.Answer = _ => [(byte)RadiusCode.AccessAccept];

        var accept = Assert.IsType<AccessReply.Accept>(await DecideAsync(Pap));

        Assert.Equal("alice", accept.Identity);
    }

    [Fact]
    public async Task What_a_Windows_server_sends_of_itself_goes_with_every_request()
    {
        _first.Answer = _ => [(byte)RadiusCode.AccessAccept];

        await DecideAsync(Pap);

        Assert.True(AccessRequest.TryParseForeign(_first.Received.Single(), new AccessClient("us", "", null), out var request));
        Assert.Equal((2u, 1u, 5u), (request.Attributes.ServiceType, request.Attributes.FramedProtocol, request.Attributes.NasPortType));
        Assert.Equal((311u, "MSRASV5.20"), (request.Attributes.RasVendor, request.Attributes.RasVersion));
        Assert.Equal("127.0.0.1", request.Attributes.NasIpAddress.ToString());
        Assert.Equal(("192.0.2.9", "192.0.2.9"), (request.CallingStationId, request.Attributes.TunnelClientEndpoint));
    }

    [Fact]
    public async Task MS_CHAPv2_without_proof_and_keys_is_no_decision()
    {
        _first.Answer = _ => [(byte)RadiusCode.AccessAccept];
        var chap = new AccessCredentials.MsChapV2(new MsChapV2Exchange(7, "alice", new byte[16], new byte[16], new byte[24]));

        var fault = await Assert.ThrowsAsync<NoDecisionException>(async () => await DecideAsync(chap));

        Assert.Equal("RAD-111", fault.Reason.Code);
    }

    [Fact]
    public async Task A_refusal_has_the_reason_of_its_code()
    {
        _first.Answer = _ => new AccessReply.Reject(AccessReason.None, 7, 646, MayRetry: false) { ReplyMessage = "At night?" }.ToBytes();

        var reject = Assert.IsType<AccessReply.Reject>(await DecideAsync(Pap));

        Assert.Equal((AccessReason.LogonHours, "At night?"), (reject.Reason, reject.ReplyMessage));
    }

    [Fact]
    public async Task Where_nobody_answers_there_is_no_decision()
    {
        await BeginAnewAsync(_short, _short);

        var fault = await Assert.ThrowsAsync<NoDecisionException>(async () => await DecideAsync(Pap));

        Assert.Equal("RAD-110", fault.Reason.Code);
    }

    [Fact]
    public async Task A_server_that_is_given_up_is_told_of_in_the_log_and_others_answer_for_it()
    {
        await BeginAnewAsync(_short, _ample);
        _second.Answer = _ => [(byte)RadiusCode.AccessAccept];

        Assert.IsType<AccessReply.Accept>(await DecideAsync(Pap));

        await UntilAsync(() => _log.Any("127.0.0.1 of group office does not answer any more"));
        Assert.Equal([false, true], _office.Health.Decisions.Select(server => server.IsUp));
    }

    [Fact]
    public async Task An_EAP_conversation_stays_with_the_server_that_began_it()
    {
        await BeginAnewAsync(_short, _ample);
        _second.Answer = _ => new AccessReply.Challenge(new byte[] { 1, 2, 0, 5, 4 }, "its-state"u8.ToArray()).ToBytes();
        var challenge = Assert.IsType<AccessReply.Challenge>(await DecideAsync(Eap(default)));
        _first.Answer = _ => [(byte)RadiusCode.AccessAccept];
        _second.Answer = _ => new AccessReply.Reject(AccessReason.None, 0, 691, MayRetry: false).ToBytes();

        Assert.IsType<AccessReply.Reject>(await DecideAsync(Eap(challenge.State)));

        Assert.True(AccessRequest.TryParseForeign(_second.Received.Last(), new AccessClient("us", "", null), out var request));
        Assert.Equal("its-state"u8.ToArray(), Assert.IsType<AccessCredentials.Eap>(request.Credentials).State.ToArray());
    }

    [Fact]
    public async Task Reports_that_nobody_takes_wait_on_disk_and_come_in_their_order_once_after_a_restart()
    {
        await BeginAnewAsync(_short, _short);
        foreach (var status in (AccountingStatus[])[AccountingStatus.Start, AccountingStatus.InterimUpdate, AccountingStatus.Stop])
            await _office.AccountAsync(Report(status), CancellationToken.None);
        await UntilAsync(() => _office.Backlog is { Waiting: 0, KeptBytes: > 0 });
        await _authorities.DisposeAsync();
        _first.Received.Clear();
        _first.Answer = _ => _receipt;

        _patience = (_ample, _ample);
        Begin();
        await UntilAsync(() => _office.Backlog is { Waiting: 0, KeptBytes: 0 });

        Assert.Equal(
            [AccountingStatus.Start, AccountingStatus.InterimUpdate, AccountingStatus.Stop],
            _first.Received.Select(message => AccountingRequest.TryParse(message, out var report) ? report.Status : AccountingStatus.None));
    }

    [Fact]
    public async Task Reports_of_one_session_never_overtake_one_another()
    {
        _first.Answer = _ => _receipt;
        foreach (var status in (AccountingStatus[])[AccountingStatus.Start, AccountingStatus.Stop])
            for (var session = 0; session < 100; session++)
                await _office.AccountAsync(Report(status) with { SessionId = $"s-{session}" }, CancellationToken.None);
        await UntilAsync(() => _first.Received.Count == 200);

        Assert.All(_first.Received.Select(ReportOf).GroupBy(report => report.SessionId), session => Assert.Equal(
            [AccountingStatus.Start, AccountingStatus.Stop], session.Select(report => report.Status)));
    }

    [Fact]
    public async Task A_reload_that_changes_nothing_leaves_a_group_alone_and_another_secret_makes_it_new()
    {
        await using (var same = await _authorities.PrepareAsync(Configuration))
            await same.ApplyAsync();
        Assert.Same(_office, _authorities.Find("office"));
        await File.WriteAllTextAsync(SecretFile, "another-secret-of-both\n");

        await using (var other = await _authorities.PrepareAsync(Configuration))
            await other.ApplyAsync();

        Assert.NotSame(_office, _authorities.Find("office"));
        Assert.Null(_authorities.Find("nobody"));
    }

    private string SecretFile => Path.Combine(_folder, "office.secret");

    private ServerConfiguration Configuration => new()
    {
        Radius = new RadiusOptions { Groups = [new RadiusGroupSettings { Name = "office", Servers = [ServerAt(_first, 1, _patience.First), ServerAt(_second, 2, _patience.Second)] }] },
    };

    private static AccessCredentials.Pap Pap => new("alice", "secret"u8.ToArray());

    private static AccessCredentials.Eap Eap(ReadOnlyMemory<byte> state) => new("alice", new byte[] { 2, 1, 0, 5, 1 }, state);

    private void Begin()
    {
        _authorities = new RemoteAuthorities("gw", _folder, new SystemRandom(), TimeProvider.System, _log);
        _authorities.Start(Configuration);
        _office = _authorities.FindGroup("office")!;
    }

    /// <summary>So much patience with servers of which one stays silent.</summary>
    private async Task BeginAnewAsync(TimeSpan first, TimeSpan second)
    {
        await _authorities.DisposeAsync();
        _patience = (first, second);
        Begin();
    }

    private RadiusServerSettings ServerAt(ScriptedServer server, int priority, TimeSpan patience) => new()
    {
        Address = IPAddress.Loopback,
        Port = server.Port,
        AccountingPort = server.Port,
        SecretFile = SecretFile,
        Priority = priority,
        Timeout = patience,
        Tries = 1,
        Losses = 1,
    };

    private static AccountingRequest Report(AccountingStatus status) => new(status, "s-1", "alice", "gw", "192.0.2.9");

    private static AccountingRequest ReportOf(ReadOnlyMemory<byte> message) =>
        AccountingRequest.TryParse(message, out var report) ? report : throw new InvalidOperationException("No report.");

    private ValueTask<AccessReply> DecideAsync(AccessCredentials credentials) =>
        _office.DecideAsync(new AccessRequest(credentials, "s-1", "gw", "192.0.2.9", null), CancellationToken.None);

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(_limit);
        while (!condition())
            await Task.Delay(10, deadline.Token);
    }
}
