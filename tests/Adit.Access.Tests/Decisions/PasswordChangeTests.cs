using Adit.Access.Accounts;
using Adit.Access.Auditing;
using Adit.Access.Decisions;
using Adit.Access.Sealing;
using Adit.Access.Tests.Accounting;
using Adit.Access.Tests.Accounts;
using Adit.Protocols;
using Adit.Protocols.Crypto;
using Adit.Protocols.Ppp;
using Adit.Protocols.Radius;

namespace Adit.Access.Tests.Decisions;

/// <summary>Who changes an expired password, and who does not.</summary>
public sealed class PasswordChangeTests : IDisposable
{
    private const string Old = "clientPass1";
    private const string New = "another Pässword";

    private static readonly byte[] s_challenge = Convert.FromHexString("5b5d7c7d7b3f2f3e3c2c602132262628");

    private readonly VirtualTime _time = new();
    private readonly InMemoryAccountStore _store = new();
    private readonly AccountService _accounts;
    private readonly BuiltInAuthority _authority;
    private AccessOptions _options = new();

    public PasswordChangeTests()
    {
        var sealer = new SecretSealer(new byte[SecretSealer.KeyLength]);
        _accounts = new AccountService(_store, sealer, _time);
        _authority = new BuiltInAuthority(_store, new InMemorySessionStore(), sealer, () => _options, _time);
    }

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData(PasswordKind.NtHash)]
    [InlineData(PasswordKind.Reversible)]
    public async Task The_new_password_lets_in_with_its_own_proof_and_keys_and_is_the_password_from_then_on(PasswordKind kind)
    {
        await AddAliceAsync(kind);
        var change = Change("alice", Old, New);

        var accept = Assert.IsType<AccessReply.Accept>(await DecideAsync(change));

        var hash = MsChapV2.NtPasswordHash(New);
        Assert.Equal(MsChapV2.AuthenticatorResponse(change.Exchange, hash), accept.AuthenticatorResponse);
        Assert.Equal(MsChapV2.DeriveKeys(hash, change.Exchange.NtResponse.Span).Send.ToArray(), accept.Keys.Send.ToArray());
        Assert.Equal((byte)8, accept.ChapIdentifier);
        Assert.IsType<AccessReply.Accept>(await DecideAsync(Exchange("alice", New)));
        Assert.Equal(AccessReason.WrongCredentials, await ReasonAsync(new AccessCredentials.MsChapV2(Exchange("alice", Old))));
        Assert.Equal(kind, (await FindAliceAsync()).PasswordKind);
    }

    [Fact]
    public async Task A_change_is_audited_without_the_password()
    {
        await AddAliceAsync();

        await DecideAsync(Change("alice", Old, New));

        var entry = _store.Audit[^1];
        Assert.Equal(("alice", "account.change-password", "alice"), (entry.Actor, entry.Action, entry.Subject));
    }

    [Theory]
    [InlineData("short")]
    [InlineData(Old)]
    public async Task A_new_password_that_is_too_short_or_the_old_one_is_not_taken(string password)
    {
        await AddAliceAsync();

        var reject = Assert.IsType<AccessReply.Reject>(await DecideAsync(Change("alice", Old, password)));

        Assert.Equal((AccessReason.PasswordChangeFailed, 709, (byte)8), (reject.Reason, reject.Error, reject.ChapIdentifier));
        Assert.IsType<AccessFailure.PasswordChangeFailed>(AccessFailure.For(reject.Reason));
        Assert.Equal(AccessReason.PasswordExpired, await ReasonAsync(new AccessCredentials.MsChapV2(Exchange("alice", Old))));
    }

    [Fact]
    public async Task Without_leave_to_change_it_nothing_is_changed()
    {
        await AddAliceAsync();
        _options = new AccessOptions { PasswordChange = false };

        var reject = Assert.IsType<AccessReply.Reject>(await DecideAsync(Change("alice", Old, New)));

        Assert.Equal((AccessReason.PasswordChangeNotAllowed, 709), (reject.Reason, reject.Error));
        Assert.IsType<AccessFailure.PasswordChangeNotAllowed>(AccessFailure.For(reject.Reason));
    }

    [Fact]
    public async Task Accounts_of_great_rights_are_kept_from_changing_it_and_others_are_not()
    {
        await AddAliceAsync();
        _options = new AccessOptions { PasswordChangeExcept = ["administrators"] };
        Assert.Null(await _accounts.SetAsync("alice", new AccountSettings { Groups = "staff,administrators" }, "root", default));

        Assert.Equal(AccessReason.PasswordChangeNotAllowed, Assert.IsType<AccessReply.Reject>(await DecideAsync(Change("alice", Old, New))).Reason);
        Assert.Null(await _accounts.SetAsync("alice", new AccountSettings { Groups = "staff" }, "root", default));
        Assert.IsType<AccessReply.Accept>(await DecideAsync(Change("alice", Old, New)));
    }

    [Fact]
    public async Task A_password_that_has_not_expired_is_not_changed()
    {
        await AddAliceAsync();
        await UpdateAsync(new AccountUpdate.PasswordExpires(PasswordExpiry.Never));

        Assert.Equal(AccessReason.PasswordChangeFailed, await ReasonAsync(Changed("alice", Old, New)));
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("nobody")]
    public async Task Who_does_not_know_the_old_password_learns_nothing_and_is_counted(string name)
    {
        await AddAliceAsync();

        var reject = Assert.IsType<AccessReply.Reject>(await DecideAsync(Change(name, "wrong password", New)));

        Assert.Equal((691, true), (reject.Error, reject.MayRetry));
        Assert.Equal(name == "alice" ? 1 : 0, (await FindAliceAsync()).Failures);
    }

    [Fact]
    public async Task Who_may_not_dial_in_changes_nothing()
    {
        await AddAliceAsync();
        await UpdateAsync(new AccountUpdate.Permission(DialInPermission.Deny));

        Assert.Equal(AccessReason.DialInDenied, await ReasonAsync(Changed("alice", Old, New)));
        Assert.Equal(AccessReason.WrongCredentials, await ReasonAsync(new AccessCredentials.MsChapV2(Exchange("alice", New))));
    }

    private static AccessCredentials.MsChapV2Changed Changed(string name, string old, string password) => new(Change(name, old, password));

    private static MsChapV2Change Change(string name, string old, string password)
    {
        var (oldHash, newHash) = (MsChapV2.NtPasswordHash(old), MsChapV2.NtPasswordHash(password));
        return new MsChapV2Change(
            Exchange(name, password) with { Identifier = 8 },
            MsChapV2PasswordChange.EncryptPassword(password, oldHash, new Zeros()), MsChapV2PasswordChange.EncryptHash(oldHash, newHash));
    }

    private static MsChapV2Exchange Exchange(string name, string password)
    {
        var response = new byte[MsChapV2.NtResponseLength];
        MsChapV2.NtResponse(s_challenge, s_challenge, name, MsChapV2.NtPasswordHash(password), response);
        return new MsChapV2Exchange(Identifier: 7, name, s_challenge, s_challenge, response);
    }

    private ValueTask<AccessReply> DecideAsync(MsChapV2Exchange exchange) => DecideAsync(new AccessCredentials.MsChapV2(exchange));

    private ValueTask<AccessReply> DecideAsync(MsChapV2Change change) => DecideAsync(new AccessCredentials.MsChapV2Changed(change));

    private ValueTask<AccessReply> DecideAsync(AccessCredentials credentials) =>
        new EncodedAuthority(_authority).DecideAsync(new AccessRequest(credentials, "s-1", "gw", "192.0.2.1", CorrelationId: null), default);

    private async Task<AccessReason> ReasonAsync(AccessCredentials credentials) =>
        Assert.IsType<AccessReply.Reject>(await DecideAsync(credentials)).Reason;

    private async Task<Account> FindAliceAsync() => Assert.Single(await _accounts.ListAsync(default), account => account.Name.Value == "alice");

    private async Task AddAliceAsync(PasswordKind kind = PasswordKind.NtHash)
    {
        Assert.Null(await _accounts.AddAsync("alice", kind, Old, "root", default));
        await UpdateAsync(new AccountUpdate.PasswordExpires(PasswordExpiry.Now));
    }

    private async Task UpdateAsync(AccountUpdate update) =>
        Assert.True(await _store.UpdateAsync((await FindAliceAsync()).Name, update, new AuditEntry(_time.GetUtcNow(), "root", "test", "alice", ""), default));

    private sealed class Zeros : IRandomSource
    {
        public void Fill(Span<byte> destination) => destination.Clear();
    }
}
