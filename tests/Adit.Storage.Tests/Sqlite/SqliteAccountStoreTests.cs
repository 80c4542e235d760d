using Adit.Access.Accounts;
using Adit.Access.Auditing;
using Adit.Access.Tests;
using Adit.Access.Tests.Accounts;
using Adit.Protocols.Ip;
using Adit.Storage.Sqlite;
using Dapper;

namespace Adit.Storage.Tests.Sqlite;

public sealed class SqliteAccountStoreTests : AccountStoreContract, IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private const int StepsWithoutDialIn = 5;

    private readonly TemporaryDatabase _temporary = new();

    protected override IAccountStore Store => _temporary.Database.Accounts;

    [Fact]
    public async Task A_change_its_audit_entry_and_its_number_are_stored_together()
    {
        Assert.True(AccountName.TryParse("alice", out var name));
        await Store.AddAsync(new Account(name, PasswordKind.NtHash, new byte[] { 1 }, Now), Entry("account.add"), default);
        await Store.UpdateAsync(name, new AccountUpdate.Enabled(false), Entry("account.disable"), default);

        var audit = await _temporary.Database.Audit.ListAsync(new AuditQuery(null, null, 10), default);
        var changes = await _temporary.Database.Changes.ListAfterAsync(0, 10, default);
        Assert.Equal([Entry("account.disable"), Entry("account.add")], audit);
        Assert.Equal([new(1, Now, "account", "alice"), new(2, Now, "account", "alice")], changes);
    }

    [Fact]
    public async Task A_command_that_changed_nothing_leaves_no_trace()
    {
        Assert.True(AccountName.TryParse("alice", out var name));
        await Store.RemoveAsync(name, Entry("account.remove"), default);

        Assert.Empty(await _temporary.Database.Audit.ListAsync(new AuditQuery(null, null, 10), default));
        Assert.Empty(await _temporary.Database.Changes.ListAfterAsync(0, 10, default));
    }

    [Fact]
    public async Task An_account_of_a_former_version_may_enter_as_before()
    {
        using var directory = new TemporaryDirectory();
        using (var former = SqliteDatabase.Open(directory.Path, [.. SqliteSchema.Steps.Take(StepsWithoutDialIn)]))
            await former.WriteAsync(
                (connection, transaction) => connection.Execute(
                    """
                    INSERT INTO accounts (name, password_kind, sealed_password, created, password_set, enabled, failures, address)
                    VALUES ('alice', 1, x'010203', 1000, 2000, 1, 3, 167772169)
                    """,
                    transaction: transaction),
                default);

        using var today = SqliteDatabase.Open(directory.Path);

        var alice = Assert.Single(await today.Accounts.ListAsync(default));
        var expected = new Account(alice.Name, PasswordKind.NtHash, alice.SealedPassword, DateTimeOffset.UnixEpoch.AddSeconds(1))
        {
            PasswordSetUtc = DateTimeOffset.UnixEpoch.AddSeconds(2), Failures = 3, Address = new Ipv4Address(167772169),
        };
        Assert.Equal(expected, alice);
    }

    public void Dispose() => _temporary.Dispose();

    private static AuditEntry Entry(string action) => new(Now, "root", action, "alice", "");
}
