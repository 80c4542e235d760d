using System.Text;
using Adit.Access.Accounts;
using Adit.Access.Decisions;
using Adit.Access.Sealing;
using Adit.Access.Tests.Accounting;
using Adit.Access.Tests.Accounts;
using Adit.Protocols.Crypto;
using Adit.Protocols.Ppp;
using Adit.Protocols.Ip;
using Adit.Protocols.Radius;

namespace Adit.Access.Tests.Decisions;

public sealed class BuiltInAuthorityTests : IDisposable
{
    private const string Password = "clientPass1";

    private readonly VirtualTime _time = new();
    private readonly InMemoryAccountStore _store = new();
    private readonly InMemorySessionStore _sessions = new();
    private readonly AccountService _accounts;
    private readonly BuiltInAuthority _authority;
    private AccessOptions _options = new();

    public BuiltInAuthorityTests()
    {
        var sealer = new SecretSealer(new byte[SecretSealer.KeyLength]);
        _accounts = new AccountService(_store, sealer, _time);
        _authority = new BuiltInAuthority(_store, _sessions, sealer, () => _options, _time);
    }

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task The_right_password_is_accepted_with_proof_and_keys()
    {
        await AddAliceAsync();
        var exchange = Exchange("alice", Password);

        var reply = await DecideAsync(exchange);

        var accept = Assert.IsType<AccessReply.Accept>(reply);
        var ntHash = MsChapV2.NtPasswordHash(Password);
        Assert.Equal(("alice", (byte)7), (accept.Identity, accept.ChapIdentifier));
        Assert.Equal(MsChapV2.AuthenticatorResponse(exchange, ntHash), accept.AuthenticatorResponse);
        Assert.Equal(MsChapV2.DeriveKeys(ntHash, exchange.NtResponse.Span).Receive.ToArray(), accept.Keys.Receive.ToArray());
    }

    [Fact]
    public async Task A_lock_by_wrong_passwords_does_not_hold_who_shows_a_certificate()
    {
        await AddAliceAsync();
        for (var failure = 0; failure < _options.MaxFailures; failure++)
            await DecideAsync(Exchange("alice", "a wrong one"));

        Assert.IsType<AccessReply.Accept>(await ShowCertificateAsync());

        Assert.Equal(AccessReason.AccountLocked, Assert.IsType<AccessReply.Reject>(await DecideAsync(Exchange("alice", Password))).Reason);
    }

    [Fact]
    public async Task A_lock_holds_everybody_where_that_is_wished()
    {
        await AddAliceAsync();
        _options = _options with { LockoutHolds = LockoutScope.Everything };
        for (var failure = 0; failure < _options.MaxFailures; failure++)
            await DecideAsync(Exchange("alice", "a wrong one"));

        Assert.Equal(AccessReason.AccountLocked, Assert.IsType<AccessReply.Reject>(await ShowCertificateAsync()).Reason);
    }

    private ValueTask<AccessReply> ShowCertificateAsync() =>
        _authority.DecideAsync(new AccessRequest(new AccessCredentials.Certificate("alice", "AB"), "s-1", "gw", "192.0.2.1", null), CancellationToken.None);

    [Theory]
    [InlineData("EXAMPLE\\alice")]
    [InlineData("Alice")]
    [InlineData("EXAMPLE\\ALICE")]
    public async Task A_domain_and_capitals_do_not_matter(string userName)
    {
        await AddAliceAsync();

        Assert.Equal("alice", Assert.IsType<AccessReply.Accept>(await DecideAsync(Exchange(userName, Password))).Identity);
    }

    [Fact]
    public async Task An_account_with_an_address_of_its_own_is_sent_with_it()
    {
        await AddAliceAsync();
        Assert.Null(Assert.IsType<AccessReply.Accept>(await DecideAsync(Exchange("alice", Password))).FramedIpAddress);

        Assert.Null(await _accounts.SetAddressAsync("alice", "10.0.0.9", "root", default));
        Assert.Null(await _accounts.SetPrefixAsync("alice", "fd12:3456:789a:7::/64", "root", default));

        var accept = Assert.IsType<AccessReply.Accept>(await DecideAsync(Exchange("alice", Password)));
        Assert.Equal((new Ipv4Address(0x0a000009), "fd12:3456:789a:7::/64"), (accept.FramedIpAddress, accept.FramedIpv6Prefix.ToString()));
    }

    [Fact]
    public async Task Limits_are_those_of_the_options_at_that_time()
    {
        await AddAliceAsync();
        _options = new AccessOptions { SessionTimeout = TimeSpan.FromHours(8), IdleTimeout = TimeSpan.FromMinutes(30) };

        var accept = Assert.IsType<AccessReply.Accept>(await DecideAsync(Exchange("alice", Password)));

        Assert.Equal((TimeSpan.FromHours(8), TimeSpan.FromMinutes(30)), (accept.SessionTimeout, accept.IdleTimeout));
    }

    [Fact]
    public async Task An_unknown_name_and_a_wrong_password_sound_the_same_and_are_told_apart_in_our_records()
    {
        await AddAliceAsync();

        var wrong = Assert.IsType<AccessReply.Reject>(await DecideAsync(Exchange("alice", "wrong password")));
        var unknown = Assert.IsType<AccessReply.Reject>(await DecideAsync(Exchange("mallory", "wrong password")));

        Assert.Equal((AccessReason.WrongCredentials, AccessReason.NoSuchUser), (wrong.Reason, unknown.Reason));
        Assert.Equal(wrong with { Reason = AccessReason.NoSuchUser }, unknown);
        Assert.Equal((691, true), (wrong.Error, wrong.MayRetry));
    }

    [Fact]
    public async Task Every_refusal_to_a_stranger_sounds_the_same_before_and_after_the_lock()
    {
        await AddAliceAsync();

        var answers = new HashSet<(int, bool)>();
        for (var i = 0; i < 7; i++)
        {
            var reject = Assert.IsType<AccessReply.Reject>(await DecideAsync(Exchange("alice", "wrong password")));
            answers.Add((reject.Error, reject.MayRetry));
        }

        Assert.Single(answers);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_even_the_right_one_out_and_time_lets_it_in_again()
    {
        await AddAliceAsync();
        for (var i = 0; i < 5; i++)
            await DecideAsync(Exchange("alice", "wrong password"));

        Assert.Equal(AccessReason.AccountLocked, await ReasonAsync(Exchange("alice", Password)));
        _time.Now += TimeSpan.FromMinutes(15);
        Assert.IsType<AccessReply.Accept>(await DecideAsync(Exchange("alice", Password)));
    }

    [Fact]
    public async Task Four_wrong_passwords_are_forgiven_by_the_right_one()
    {
        await AddAliceAsync();
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 4; i++)
                await DecideAsync(Exchange("alice", "wrong password"));

            Assert.IsType<AccessReply.Accept>(await DecideAsync(Exchange("alice", Password)));
        }
    }

    [Fact]
    public async Task A_disabled_account_is_told_so_only_with_the_right_password()
    {
        await AddAliceAsync();
        await _accounts.DisableAsync("alice", "root", default);

        var right = Assert.IsType<AccessReply.Reject>(await DecideAsync(Exchange("alice", Password)));
        var wrong = Assert.IsType<AccessReply.Reject>(await DecideAsync(Exchange("alice", "wrong password")));

        Assert.Equal((AccessReason.AccountDisabled, 647, false), (right.Reason, right.Error, right.MayRetry));
        Assert.Equal(691, wrong.Error);
    }

    [Fact]
    public async Task An_expired_account_is_refused_from_its_end_on()
    {
        await AddAliceAsync();
        await _accounts.SetExpiryAsync("alice", _time.Now.AddDays(1), "root", default);

        Assert.IsType<AccessReply.Accept>(await DecideAsync(Exchange("alice", Password)));
        _time.Now += TimeSpan.FromDays(1);
        Assert.Equal(AccessReason.AccountExpired, await ReasonAsync(Exchange("alice", Password)));
    }

    [Fact]
    public async Task A_removed_account_is_unknown()
    {
        await AddAliceAsync();
        await _accounts.RemoveAsync("alice", "root", default);

        Assert.Equal(AccessReason.NoSuchUser, await ReasonAsync(Exchange("alice", Password)));
    }

    [Fact]
    public async Task An_account_that_keeps_only_a_slow_hash_cannot_use_MS_CHAPv2()
    {
        await AddAliceAsync(PasswordKind.SlowHash);

        Assert.Equal(AccessReason.NoSuitablePassword, await ReasonAsync(Exchange("alice", Password)));
    }

    [Theory]
    [InlineData(PasswordKind.NtHash)]
    [InlineData(PasswordKind.SlowHash)]
    [InlineData(PasswordKind.Reversible)]
    public async Task A_password_in_clear_is_checked_against_every_kind(PasswordKind kind)
    {
        await AddAliceAsync(kind);

        Assert.False(Assert.IsType<AccessReply.Accept>(await DecideAsync(Pap(Password))).Keys.AreGenerated);
        Assert.Equal(AccessReason.WrongCredentials, Assert.IsType<AccessReply.Reject>(await DecideAsync(Pap("wrong password"))).Reason);
    }

    [Fact]
    public async Task A_reversible_password_serves_CHAP_MD5_and_MS_CHAPv2()
    {
        await AddAliceAsync(PasswordKind.Reversible);

        Assert.False(Assert.IsType<AccessReply.Accept>(await DecideAsync(Md5("alice", Password))).Keys.AreGenerated);
        Assert.True(Assert.IsType<AccessReply.Accept>(await DecideAsync(Exchange("alice", Password))).Keys.AreGenerated);
        Assert.Equal(AccessReason.WrongCredentials, await ReasonAsync(Md5("alice", "wrong password")));
        Assert.Equal(AccessReason.NoSuchUser, await ReasonAsync(Md5("mallory", Password)));
    }

    [Theory]
    [InlineData(PasswordKind.NtHash)]
    [InlineData(PasswordKind.SlowHash)]
    public async Task CHAP_MD5_cannot_be_checked_against_a_hash(PasswordKind kind)
    {
        await AddAliceAsync(kind);

        Assert.Equal(AccessReason.NoSuitablePassword, await ReasonAsync(Md5("alice", Password)));
    }

    [Fact]
    public async Task A_reversible_password_lies_sealed_in_the_store()
    {
        await AddAliceAsync(PasswordKind.Reversible);

        Assert.Equal(-1, (await _store.ListAsync(default))[0].SealedPassword.Span.IndexOf(Encoding.UTF8.GetBytes(Password)));
    }

    [Fact]
    public async Task A_row_of_another_account_does_not_open()
    {
        await AddAliceAsync();
        await _accounts.AddAsync("bob", PasswordKind.NtHash, "bob's own password", "root", default);
        var alices = (await _store.ListAsync(default))[0];
        var bobs = (await _store.ListAsync(default))[1];
        var swap = new AccountUpdate.Password(alices.PasswordKind, alices.SealedPassword, _time.Now);
        await _store.UpdateAsync(bobs.Name, swap, new(_time.Now, "root", "test", "bob", ""), default);

        Assert.Equal(AccessReason.InternalError, await ReasonAsync(Exchange("bob", Password)));
    }

    [Fact]
    public async Task A_name_that_is_too_long_or_senseless_is_unknown()
    {
        Assert.Equal(AccessReason.NoSuchUser, await ReasonAsync(Exchange(new string('a', 257), Password)));
        Assert.Equal(AccessReason.NoSuchUser, await ReasonAsync(Exchange("", Password)));
        Assert.Equal(AccessReason.NoSuchUser, await ReasonAsync(Exchange("a\0'; drop table", Password)));
    }

    [Fact]
    public async Task The_decision_is_the_same_through_the_codec()
    {
        await AddAliceAsync();
        var request = Request(new AccessCredentials.MsChapV2(Exchange("alice", Password)));
        Assert.True(AccessRequest.TryParse(request.ToBytes(), out var received));

        var reply = await new EncodedAuthority(_authority).DecideAsync(received, default);

        Assert.True(AccessReply.TryParse(reply.ToBytes(), out var returned));
        Assert.Equal("alice", Assert.IsType<AccessReply.Accept>(returned).Identity);
    }

    [Fact]
    public async Task Reports_on_sessions_are_kept()
    {
        await new EncodedAuthority(_authority).AccountAsync(new AccountingRequest(AccountingStatus.Start, "s-1", "alice", "gw", "192.0.2.1"), default);

        Assert.Equal("alice", Assert.Single(await _sessions.ListOpenAsync(default)).UserName);
    }

    private static AccessRequest Request(AccessCredentials credentials) => new(credentials, "s-1", "gw", "192.0.2.1", CorrelationId: null);

    private static AccessCredentials.Pap Pap(string password) => new("alice", Encoding.UTF8.GetBytes(password));

    private static MsChapV2Exchange Exchange(string userName, string password)
    {
        var challenge = Convert.FromHexString("5b5d7c7d7b3f2f3e3c2c602132262628");
        var peerChallenge = Convert.FromHexString("21402324255e262a28295f2b3a337c7e");
        var response = new byte[MsChapV2.NtResponseLength];
        MsChapV2.NtResponse(challenge, peerChallenge, userName, MsChapV2.NtPasswordHash(password), response);
        return new MsChapV2Exchange(Identifier: 7, userName, challenge, peerChallenge, response);
    }

    private ValueTask<AccessReply> DecideAsync(MsChapV2Exchange exchange) => DecideAsync(new AccessCredentials.MsChapV2(exchange));

    private ValueTask<AccessReply> DecideAsync(AccessCredentials credentials) => new EncodedAuthority(_authority).DecideAsync(Request(credentials), default);

    private Task<AccessReason> ReasonAsync(MsChapV2Exchange exchange) => ReasonAsync(new AccessCredentials.MsChapV2(exchange));

    private async Task<AccessReason> ReasonAsync(AccessCredentials credentials) =>
        Assert.IsType<AccessReply.Reject>(await DecideAsync(credentials)).Reason;

    private static AccessCredentials.ChapMd5 Md5(string userName, string password)
    {
        var challenge = Convert.FromHexString("5b5d7c7d7b3f2f3e3c2c602132262628");
        var response = ChapMd5.Response(9, Encoding.UTF8.GetBytes(password), challenge);
        return new AccessCredentials.ChapMd5(new ChapMd5Exchange(9, userName, challenge, response));
    }

    private async Task AddAliceAsync(PasswordKind kind = PasswordKind.NtHash) =>
        Assert.Null(await _accounts.AddAsync("alice", kind, Password, "root", default));
}
