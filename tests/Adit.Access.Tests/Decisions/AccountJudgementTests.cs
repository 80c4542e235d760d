using Adit.Access.Accounts;
using Adit.Access.Auditing;
using Adit.Access.Decisions;
using Adit.Access.Denials;
using Adit.Access.Sealing;
using Adit.Access.Tests.Accounting;
using Adit.Access.Tests.Accounts;
using Adit.Access.Tests.Denials;
using Adit.Protocols.Crypto;
using Adit.Protocols.Ppp;
using Adit.Protocols.Radius;

namespace Adit.Access.Tests.Decisions;

/// <summary>What an account's own properties do to one who knows the password, and to one who does not.</summary>
public sealed class AccountJudgementTests : IDisposable
{
    private const string Password = "clientPass1";
    private const string Here = "192.0.2.1";

    private readonly VirtualTime _time = new(); // a Sunday, 12:00
    private readonly InMemoryAccountStore _store = new();
    private readonly AccountService _accounts;
    private readonly DenyList _denials;
    private readonly BuiltInAuthority _authority;
    private AccessOptions _options = new();

    public AccountJudgementTests()
    {
        var sealer = new SecretSealer(new byte[SecretSealer.KeyLength]);
        _accounts = new AccountService(_store, sealer, _time);
        _denials = new DenyList(new InMemoryDenialStore(), _time);
        _authority = new BuiltInAuthority(_store, new InMemorySessionStore(), sealer, () => _options, _time) { Denials = _denials };
    }

    public void Dispose() => _authority.Dispose();

    public static TheoryData<AccountUpdate, AccessReason, int> Refusals => new()
    {
        { new AccountUpdate.Hours(Hours("mon-fri 08:00-18:00")), AccessReason.LogonHours, 646 },
        { new AccountUpdate.Enabled(false), AccessReason.AccountDisabled, 647 },
        { new AccountUpdate.Expiry(DateTimeOffset.UnixEpoch), AccessReason.AccountExpired, 647 },
        { new AccountUpdate.PasswordExpires(PasswordExpiry.Now), AccessReason.PasswordExpired, 648 },
        { new AccountUpdate.Permission(DialInPermission.Deny), AccessReason.DialInDenied, 649 },
        { new AccountUpdate.CallerId(Caller("198.51.100.0/24")), AccessReason.CallingStationMismatch, 649 },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task One_who_knows_the_password_learns_why_and_one_who_does_not_learns_nothing(AccountUpdate update, AccessReason reason, int error)
    {
        await AddAliceAsync(update);

        var right = Assert.IsType<AccessReply.Reject>(await DecideAsync(Password));
        var wrong = Assert.IsType<AccessReply.Reject>(await DecideAsync("wrong password"));

        Assert.Equal((reason, error, false), (right.Reason, right.Error, right.MayRetry));
        Assert.Equal((AccessReason.WrongCredentials, 691, true), (wrong.Reason, wrong.Error, wrong.MayRetry));
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task One_who_resumes_a_session_must_still_be_allowed_to_enter(AccountUpdate update, AccessReason reason, int error)
    {
        await AddAliceAsync(update);

        var refused = Assert.IsType<AccessReply.Reject>(await ResumeAsync("alice"));

        Assert.Equal((reason, error), (refused.Reason, refused.Error));
    }

    [Fact]
    public async Task One_who_resumes_a_session_enters_without_a_password()
    {
        await AddAliceAsync(new AccountUpdate.Permission(DialInPermission.Allow));

        Assert.Equal("alice", Assert.IsType<AccessReply.Accept>(await ResumeAsync("alice")).Identity);
        Assert.Equal(AccessReason.NoSuchUser, Assert.IsType<AccessReply.Reject>(await ResumeAsync("bob")).Reason);
    }

    [Fact]
    public async Task No_message_claims_that_a_session_was_resumed()
    {
        await AddAliceAsync(new AccountUpdate.Permission(DialInPermission.Allow));
        var request = new AccessRequest(new AccessCredentials.Resumed("alice"), "s-1", "gw", Here, CorrelationId: null);

        Assert.False(AccessRequest.TryParse(request.ToBytes(), out _));
    }

    [Fact]
    public async Task Who_is_denied_is_refused_with_a_reason_of_its_own_until_allowed()
    {
        await AddAliceAsync(new AccountUpdate.Permission(DialInPermission.Allow));
        await _denials.DenyAsync(DenialKind.User, "alice", "", "root", default);

        var right = Assert.IsType<AccessReply.Reject>(await DecideAsync(Password));
        Assert.Equal((AccessReason.OnDenyList, 649, false), (right.Reason, right.Error, right.MayRetry));
        Assert.Equal(691, Assert.IsType<AccessReply.Reject>(await DecideAsync("wrong password")).Error);

        await _denials.AllowAsync(DenialKind.User, "alice", "root", default);
        Assert.IsType<AccessReply.Accept>(await DecideAsync(Password));
    }

    [Fact]
    public async Task An_account_that_is_refused_for_its_state_is_not_counted_as_guessed()
    {
        await AddAliceAsync(new AccountUpdate.Permission(DialInPermission.Deny));

        for (var i = 0; i < 6; i++)
            Assert.Equal(AccessReason.DialInDenied, Assert.IsType<AccessReply.Reject>(await DecideAsync(Password)).Reason);
    }

    [Fact]
    public async Task A_password_expires_at_the_age_that_is_set_unless_the_account_is_excused()
    {
        await AddAliceAsync(new AccountUpdate.Permission(DialInPermission.Allow));
        _options = new AccessOptions { PasswordMaxAge = TimeSpan.FromDays(30) };
        _time.Now += TimeSpan.FromDays(30) - TimeSpan.FromSeconds(1);
        Assert.IsType<AccessReply.Accept>(await DecideAsync(Password));

        _time.Now += TimeSpan.FromSeconds(1);
        Assert.Equal(AccessReason.PasswordExpired, Assert.IsType<AccessReply.Reject>(await DecideAsync(Password)).Reason);

        await UpdateAsync(new AccountUpdate.PasswordExpires(PasswordExpiry.Never));
        Assert.IsType<AccessReply.Accept>(await DecideAsync(Password));
    }

    [Fact]
    public async Task A_new_password_lets_in_who_had_to_change_it()
    {
        await AddAliceAsync(new AccountUpdate.PasswordExpires(PasswordExpiry.Now));

        await _accounts.SetPasswordAsync("alice", PasswordKind.NtHash, "another password", "root", default);

        Assert.IsType<AccessReply.Accept>(await DecideAsync("another password"));
    }

    [Fact]
    public async Task A_session_ends_with_the_hours_that_it_began_in()
    {
        await AddAliceAsync(new AccountUpdate.Hours(Hours("sun 08:00-13:30")));

        Assert.Equal(TimeSpan.FromMinutes(90), await LimitAsync());
    }

    [Fact]
    public async Task A_session_ends_with_its_account()
    {
        await AddAliceAsync(new AccountUpdate.Expiry(_time.Now.AddMinutes(5).AddMilliseconds(1)));

        Assert.Equal(TimeSpan.FromSeconds(301), await LimitAsync());
    }

    [Fact]
    public async Task The_shortest_of_all_limits_holds()
    {
        await AddAliceAsync(new AccountUpdate.Several([new AccountUpdate.Hours(Hours("sun")), new AccountUpdate.Expiry(_time.Now.AddHours(3))]));
        Assert.Equal(TimeSpan.FromHours(3), await LimitAsync());

        _options = new AccessOptions { SessionTimeout = TimeSpan.FromHours(2) };
        Assert.Equal(TimeSpan.FromHours(2), await LimitAsync());
    }

    [Fact]
    public async Task Hours_that_never_end_limit_nothing()
    {
        await AddAliceAsync(new AccountUpdate.Hours(Hours("mon-sun")));

        Assert.Null(await LimitAsync());
    }

    private static WeeklyHours Hours(string text) => WeeklyHours.TryParse(text, out var hours) ? hours : throw new FormatException(text);

    private static CallerStation Caller(string text) => CallerStation.TryParse(text, out var caller) ? caller : throw new FormatException(text);

    private async Task AddAliceAsync(AccountUpdate update)
    {
        Assert.Null(await _accounts.AddAsync("alice", PasswordKind.NtHash, Password, "root", default));
        await UpdateAsync(update);
    }

    private async Task UpdateAsync(AccountUpdate update)
    {
        Assert.True(AccountName.TryParse("alice", out var alice));
        Assert.True(await _store.UpdateAsync(alice, update, new AuditEntry(_time.Now, "root", "test", "alice", ""), default));
    }

    private async Task<TimeSpan?> LimitAsync() => Assert.IsType<AccessReply.Accept>(await DecideAsync(Password)).SessionTimeout;

    private ValueTask<AccessReply> ResumeAsync(string name) => _authority.DecideAsync(
        new AccessRequest(new AccessCredentials.Resumed(name), "s-1", "gw", Here, CorrelationId: null), default);

    private ValueTask<AccessReply> DecideAsync(string password)
    {
        var challenge = new byte[16];
        var response = new byte[MsChapV2.NtResponseLength];
        MsChapV2.NtResponse(challenge, challenge, "alice", MsChapV2.NtPasswordHash(password), response);
        var exchange = new MsChapV2Exchange(Identifier: 7, "alice", challenge, challenge, response);
        var request = new AccessRequest(new AccessCredentials.MsChapV2(exchange), "s-1", "gw", Here, CorrelationId: null);
        return new EncodedAuthority(_authority).DecideAsync(request, default);
    }
}
