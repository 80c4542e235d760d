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

    [Fact]
    public async Task The_time_of_an_entry_is_on_disk_when_the_database_is_closed()
    {
        using var directory = new TemporaryDirectory();
        using (var database = SqliteDatabase.Open(directory.Path))
        {
            await AddAliceAsync(database);
            await database.Accounts.RecordEntryAsync(Alice, Now, default);
        }

        using var again = SqliteDatabase.Open(directory.Path);
        Assert.Equal(Now, (await again.Accounts.FindAsync(Alice, default))!.LastEntryUtc);
    }

    [Fact]
    public async Task The_time_of_an_entry_is_listed_at_once()
    {
        await AddAliceAsync(_temporary.Database);
        await Store.RecordEntryAsync(Alice, Now, default);

        Assert.Equal(Now, Assert.Single(await Store.ListAsync(default)).LastEntryUtc);
    }

    [Fact]
    public async Task What_another_has_written_counts_within_a_second_or_so()
    {
        await AddAliceAsync(_temporary.Database);
        Assert.True((await Store.FindAsync(Alice, default))!.IsEnabled);

        await _temporary.Database.WriteAsync(
            (connection, transaction) => connection.Execute(
                "UPDATE accounts SET enabled = 0; INSERT INTO changes (at, kind, subject) VALUES (0, 'account', 'alice')", transaction: transaction),
            default);

        var deadline = TimeProvider.System.GetTimestamp();
        while ((await Store.FindAsync(Alice, default))!.IsEnabled && TimeProvider.System.GetElapsedTime(deadline) < TimeSpan.FromSeconds(30))
            await Task.Delay(20);
        Assert.False((await Store.FindAsync(Alice, default))!.IsEnabled);
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_keeps_nobody_else_out()
    {
        Assert.True(AccountName.TryParse("bob", out var bob));
        using var directory = new TemporaryDirectory();
        using (var database = SqliteDatabase.Open(directory.Path))
        {
            await AddAliceAsync(database);
            await database.Accounts.AddAsync(new Account(bob, PasswordKind.NtHash, new byte[] { 1 }, Now), Entry("account.add"), default);
            await database.WriteAsync(
                (connection, transaction) => connection.Execute("UPDATE accounts SET hours = 'never' WHERE name = 'bob'", transaction: transaction),
                default);
        }

        using var again = SqliteDatabase.Open(directory.Path);
        Assert.NotNull(await again.Accounts.FindAsync(Alice, default));
        await Assert.ThrowsAsync<InvalidDataException>(async () => await again.Accounts.FindAsync(bob, default));
    }

    public void Dispose() => _temporary.Dispose();

    private static async Task AddAliceAsync(SqliteDatabase database) =>
        await database.Accounts.AddAsync(new Account(Alice, PasswordKind.NtHash, new byte[] { 1 }, Now), Entry("account.add"), default);

    private static AuditEntry Entry(string action) => new(Now, "root", action, "alice", "");
}
