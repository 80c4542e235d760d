using Adit.Certificates.Validation;
using Adit.Protocols;
using Adit.Protocols.Calls;
using Adit.Protocols.Ppp;
using Adit.Protocols.Sstp;

namespace Adit.Client.Tests;

public sealed class ConnectionKeeperTests
{
    private static readonly Failure Lost = new SstpFailure.TransportLost();

    private readonly RecordingObserver _observer = new();
    private int _attempts;

    public static TheoryData<Failure> Losses =>
    [
        Lost,
        new SstpFailure.HttpRefused(503),
        new ClientFailure.EndedByServer(),
        new ClientFailure.ServerSilent("vpn.example.org", 443),
        new ClientFailure.NameNotResolved("vpn.example.org"),
        new PppFailure.AuthenticationTimeout(AuthenticationStep.Verdict),
        new PppFailure.PeerTerminated(PppPhase.Network, WindowsError: 828, "idle"),
        new CertificateFailure.WrongName("vpn.example.org", ["portal.example.net"]),
    ];

    public static TheoryData<Failure> FinalFailures =>
    [
        new PppFailure.Refused(691, MayRetry: false, ""),
        new PppFailure.Refused(647, MayRetry: false, ""),
        new PppFailure.NoMethodInCommon(null, null),
        new PppFailure.AuthenticatorNotProven(),
        new PppFailure.NotAuthenticated(),
        new PppFailure.PeerTerminated(PppPhase.Authenticate, WindowsError: 691, ""),
        new SstpFailure.BindingRefusedByServer(SstpStatus.InvalidFrameReceived),
        new ClientFailure.NetworkSetUpFailed("no TUN"),
    ];

    [Fact]
    public async Task A_connection_that_the_user_ends_is_not_made_again() => Assert.Null(await KeepAsync(Open(null)));

    [Fact]
    public async Task A_first_attempt_that_fails_is_not_repeated()
    {
        Assert.Equal(Lost, await KeepAsync(NeverOpen(Lost), Open(null)));
        Assert.Equal(1, _attempts);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task A_connection_that_was_open_is_made_again_after_a_loss(Failure loss)
    {
        await KeepAsync(Open(Lost), NeverOpen(loss), Open(null));

        Assert.Equal(3, _attempts);
    }

    [Theory]
    [MemberData(nameof(FinalFailures))]
    public async Task Where_trying_again_cannot_help_it_is_not_tried(Failure failure)
    {
        Assert.Equal(failure, await KeepAsync(Open(Lost), NeverOpen(failure), Open(null)));
        Assert.Equal(2, _attempts);
    }

    [Fact]
    public async Task Who_wants_no_reconnecting_is_told_of_the_first_loss()
    {
        var options = new ReconnectOptions { IsEnabled = false };

        Assert.Equal(Lost, await KeepAsync(options, Open(Lost), Open(null)));
    }

    [Fact]
    public async Task Pauses_grow_while_attempts_fail()
    {
        await KeepAsync(Open(Lost), NeverOpen(Lost), NeverOpen(Lost), Open(null));

        Assert.Collection(_observer.Pauses,
            first => Assert.InRange(first.TotalSeconds, 0.5, 1),
            second => Assert.InRange(second.TotalSeconds, 1, 2),
            third => Assert.InRange(third.TotalSeconds, 2, 4));
    }

    [Fact]
    public async Task A_server_that_throws_everybody_out_at_once_is_asked_less_and_less_often()
    {
        await KeepAsync(Open(Lost), Open(Lost), Open(Lost), Open(null));

        Assert.InRange(_observer.Pauses[^1].TotalSeconds, 2, 4);
    }

    [Fact]
    public async Task After_a_steady_connection_the_pauses_begin_anew()
    {
        var steady = new ConnectionResult(WasOpen: true, TimeSpan.FromMinutes(1), Lost);

        await KeepAsync(Open(Lost), NeverOpen(Lost), steady, Open(null));

        Assert.InRange(_observer.Pauses[^1].TotalSeconds, 0.5, 1);
    }

    private static ConnectionResult Open(Failure? failure) => new(WasOpen: true, TimeSpan.FromSeconds(1), failure);

    private static ConnectionResult NeverOpen(Failure failure) => new(WasOpen: false, TimeSpan.Zero, failure);

    private Task<Failure?> KeepAsync(params ConnectionResult[] results) => KeepAsync(new ReconnectOptions(), results);

    private Task<Failure?> KeepAsync(ReconnectOptions options, params ConnectionResult[] results) =>
        new ConnectionKeeper(options, _observer, _ => Task.FromResult(results[_attempts++]), (_, _) => Task.CompletedTask)
            .RunAsync(CancellationToken.None);
}
