using Adit.Access.Accounts;
using Adit.Access.Auditing;

namespace Adit.Access.Tests.Accounts;

/// <summary>What the contracts of stores of accounts have in common: a store, and Alice.</summary>
public abstract class AccountContract
{
    protected static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    protected static readonly LockoutRule Rule = new(MaxFailures: 5, TimeSpan.FromMinutes(15));
    protected static readonly AccountName Alice = Name("alice");

    protected abstract IAccountStore Store { get; }

    protected static AccountName Name(string text) =>
        AccountName.TryParse(text, out var name) ? name : throw new ArgumentException("No account's name.", nameof(text));

    protected static Account NewAccount(string name) => new(Name(name), PasswordKind.NtHash, new byte[] { 1, 2, 3 }, Now);

    protected static AuditEntry Audit() => new(Now, "root", "test", "alice", "");

    protected async Task AddAliceAsync() => Assert.True(await Store.AddAsync(NewAccount("alice"), Audit(), default));

    protected async Task<Account> FindAliceAsync() => Assert.IsType<Account>(await Store.FindAsync(Alice, default));

    protected async Task FailAsync(int times)
    {
        for (var i = 0; i < times; i++)
            await Store.RecordFailureAsync(Alice, Rule, Now, default);
    }
}
