using Adit.Access.Accounts;
using Adit.Access.Decisions;
using Adit.Access.Sealing;
using Adit.Protocols.Crypto;
using Adit.Protocols.Ppp;
using Adit.Protocols.Radius;

namespace Adit.Storage.Tests.Sqlite;

public sealed class AuthorityOnSqliteTests : IDisposable
{
    private const string Password = "clientPass1";

    private readonly TemporaryDatabase _temporary = new();
    private readonly AccountService _accounts;
    private readonly BuiltInAuthority _authority;

    public AuthorityOnSqliteTests()
    {
        var database = _temporary.Database;
        var sealer = new SecretSealer(new byte[SecretSealer.KeyLength]);
        _accounts = new AccountService(database.Accounts, sealer, TimeProvider.System);
        _authority = new BuiltInAuthority(database.Accounts, database.Sessions, sealer, () => new AccessOptions(), TimeProvider.System);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _temporary.Dispose();
    }

    [Fact]
    public async Task An_account_that_was_added_may_enter()
    {
        await AddAliceAsync();

        Assert.Equal("alice", Assert.IsType<AccessReply.Accept>(await DecideAsync("alice", Password)).Identity);
    }

    [Fact]
    public async Task Guessing_many_times_at_once_gains_nothing()
    {
        await AddAliceAsync();

        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => DecideAsync("alice", $"wrong password {i}"))));

        Assert.All(replies, reply => Assert.IsType<AccessReply.Reject>(reply));
        Assert.Equal(AccessReason.AccountLocked, Assert.IsType<AccessReply.Reject>(await DecideAsync("alice", Password)).Reason);
    }

    private static MsChapV2Exchange Exchange(string userName, string password)
    {
        var challenge = new byte[MsChapV2.ChallengeLength];
        var response = new byte[MsChapV2.NtResponseLength];
        MsChapV2.NtResponse(challenge, challenge, userName, MsChapV2.NtPasswordHash(password), response);
        return new MsChapV2Exchange(Identifier: 1, userName, challenge, challenge, response);
    }

    private async Task<AccessReply> DecideAsync(string userName, string password) => await _authority.DecideAsync(
        new AccessRequest(new AccessCredentials.MsChapV2(Exchange(userName, password)), "s-1", "gw", "192.0.2.1", CorrelationId: null),
        default);

    private async Task AddAliceAsync() =>
        Assert.Null(await _accounts.AddAsync("alice", PasswordKind.NtHash, Password, "root", default));
}
