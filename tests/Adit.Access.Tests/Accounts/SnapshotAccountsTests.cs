using Adit.Access.Accounts;
using Adit.Access.Auditing;

namespace Adit.Access.Tests.Accounts;

public sealed class SnapshotAccountsTests
{
    private static readonly LockoutRule Rule = new(MaxFailures: 2, TimeSpan.FromMinutes(15));

    private readonly VirtualTime _time = new();
    private readonly InMemoryAccountStore _store = new();
    private readonly AwayAccounts _link;
    private readonly SnapshotAccounts _accounts;
    private readonly List<bool> _changes = [];

    public SnapshotAccountsTests()
    {
        _link = new AwayAccounts(_store);
        _accounts = new SnapshotAccounts(_link, () => TimeSpan.FromHours(1), _time) { Changed = reason => _changes.Add(reason is not null) };
    }

    private static AccountName Alice => AccountName.TryParse("alice", out var name) ? name : throw new FormatException();

    [Fact]
    public async Task While_the_store_is_away_what_was_last_seen_is_found_for_the_set_time()
    {
        await AddAndLookAsync();
        _link.IsAway = true;

        _time.Now += TimeSpan.FromHours(1);
        Assert.NotNull(await _accounts.FindAsync(Alice, default));
        _time.Now += TimeSpan.FromSeconds(1);
        await Assert.ThrowsAsync<IOException>(async () => await _accounts.FindAsync(Alice, default));
    }

    [Fact]
    public async Task What_the_store_has_never_shown_is_not_there()
    {
        await _store.AddAsync(new Account(Alice, PasswordKind.NtHash, default, _time.Now), Audit(), default);
        _link.IsAway = true;

        await Assert.ThrowsAsync<IOException>(async () => await _accounts.FindAsync(Alice, default));
    }

    [Fact]
    public async Task Its_absence_and_its_return_are_told_once()
    {
        await AddAndLookAsync();
        Assert.Null(_accounts.Away);
        _link.IsAway = true;
        await _accounts.FindAsync(Alice, default);
        _time.Now += TimeSpan.FromSeconds(90);
        await _accounts.RecordEntryAsync(Alice, _time.Now, default);

        Assert.Equal(TimeSpan.FromSeconds(90), _accounts.Away);
        Assert.False(await _accounts.TryLookAsync(default));
        _link.IsAway = false;
        Assert.True(await _accounts.TryLookAsync(default));
        Assert.Null(_accounts.Away);
        Assert.Equal([true, false], _changes);
    }

    [Fact]
    public async Task Wrong_passwords_lock_while_the_store_is_away_and_the_lock_lasts_when_it_is_back()
    {
        await AddAndLookAsync();
        _link.IsAway = true;
        await _accounts.RecordFailureAsync(Alice, Rule, _time.Now, default);
        Assert.True(await _accounts.RecordEntryAsync(Alice, _time.Now, default));
        for (var i = 0; i < 2; i++)
            await _accounts.RecordFailureAsync(Alice, Rule, _time.Now, default);

        Assert.False(await _accounts.RecordEntryAsync(Alice, _time.Now, default));
        _link.IsAway = false;
        Assert.True((await _accounts.FindAsync(Alice, default))!.IsLockedAt(_time.Now));
        _time.Now += Rule.Duration;
        Assert.False((await _accounts.FindAsync(Alice, default))!.IsLockedAt(_time.Now));
    }

    [Fact]
    public async Task An_account_that_was_disabled_before_stays_so()
    {
        await AddAndLookAsync();
        await _store.UpdateAsync(Alice, new AccountUpdate.Enabled(false), Audit(), default);
        await _accounts.TryLookAsync(default);
        _link.IsAway = true;

        Assert.False((await _accounts.FindAsync(Alice, default))!.IsEnabled);
        Assert.False(await _accounts.RecordEntryAsync(Alice, _time.Now, default));
    }

    private AuditEntry Audit() => new(_time.Now, "root", "test", "alice", "");

    private async Task AddAndLookAsync()
    {
        await _store.AddAsync(new Account(Alice, PasswordKind.NtHash, default, _time.Now), Audit(), default);
        Assert.True(await _accounts.TryLookAsync(default));
    }

    /// <summary>A store that can be away.</summary>
    private sealed class AwayAccounts(IAccountSource store) : IAccountSource
    {
        public bool IsAway { get; set; }

        public bool HasSlowHashes => There.HasSlowHashes;

        private IAccountSource There => IsAway ? throw new IOException("away") : store;

        public ValueTask<Account?> FindAsync(AccountName name, CancellationToken cancellationToken) => There.FindAsync(name, cancellationToken);

        public ValueTask<IReadOnlyList<Account>> ListAsync(CancellationToken cancellationToken) => There.ListAsync(cancellationToken);

        public ValueTask<bool> RecordFailureAsync(AccountName? name, LockoutRule rule, DateTimeOffset now, CancellationToken cancellationToken) =>
            There.RecordFailureAsync(name, rule, now, cancellationToken);

        public ValueTask<bool> RecordEntryAsync(AccountName name, DateTimeOffset now, CancellationToken cancellationToken) =>
            There.RecordEntryAsync(name, now, cancellationToken);

        public ValueTask<bool> RecordCertificateEntryAsync(AccountName name, DateTimeOffset now, CancellationToken cancellationToken) =>
            There.RecordCertificateEntryAsync(name, now, cancellationToken);
    }
}
