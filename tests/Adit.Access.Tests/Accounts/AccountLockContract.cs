using Adit.Access.Accounts;
using Adit.Access.Auditing;

namespace Adit.Access.Tests.Accounts;

/// <summary>What wrong passwords do to an account, whatever keeps it.</summary>
public abstract class AccountLockContract : AccountContract
{
    [Fact]
    public async Task One_wrong_password_less_than_the_limit_does_not_lock()
    {
        await AddAliceAsync();

        await FailAsync(times: 4);

        var found = await FindAliceAsync();
        Assert.Equal((4, false), (found.Failures, found.IsLockedAt(Now)));
    }

    [Fact]
    public async Task The_last_wrong_password_locks_for_as_long_as_the_rule_says()
    {
        await AddAliceAsync();

        await FailAsync(times: 5);

        Assert.Equal(Now + Rule.Duration, (await FindAliceAsync()).LockedUntilUtc);
    }

    [Fact]
    public async Task A_locked_account_is_not_locked_for_longer_by_more_wrong_passwords()
    {
        await AddAliceAsync();
        await FailAsync(times: 5);

        await Store.RecordFailureAsync(Alice, Rule, Now.AddMinutes(10), default);

        Assert.Equal(Now + Rule.Duration, (await FindAliceAsync()).LockedUntilUtc);
    }

    [Fact]
    public async Task After_a_lock_there_are_as_many_attempts_as_before_it()
    {
        await AddAliceAsync();
        await FailAsync(times: 5);
        var later = Now + Rule.Duration;

        for (var i = 0; i < 4; i++)
            await Store.RecordFailureAsync(Alice, Rule, later, default);

        Assert.False((await FindAliceAsync()).IsLockedAt(later));
    }

    [Fact]
    public async Task Only_the_wrong_password_that_locks_says_so()
    {
        await AddAliceAsync();
        var locked = new List<bool>();

        for (var i = 0; i < Rule.MaxFailures + 2; i++)
            locked.Add(await Store.RecordFailureAsync(Alice, Rule, Now, default));
        locked.Add(await Store.RecordFailureAsync(null, Rule, Now, default));

        Assert.Equal([Rule.MaxFailures - 1], locked.Index().Where(each => each.Item).Select(each => each.Index));
    }

    [Fact]
    public async Task Without_a_limit_nothing_locks()
    {
        await AddAliceAsync();

        for (var i = 0; i < 20; i++)
            await Store.RecordFailureAsync(Alice, Rule with { MaxFailures = 0 }, Now, default);

        Assert.False((await FindAliceAsync()).IsLockedAt(Now));
    }

    [Fact]
    public async Task Wrong_passwords_at_the_same_time_are_all_counted()
    {
        await AddAliceAsync();

        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ =>
            Task.Run(() => Store.RecordFailureAsync(Alice, Rule with { MaxFailures = 100 }, Now, default).AsTask())));

        Assert.Equal(40, (await FindAliceAsync()).Failures);
    }

    [Fact]
    public async Task An_entry_forgives_wrong_passwords()
    {
        await AddAliceAsync();
        await FailAsync(times: 4);

        Assert.True(await Store.RecordEntryAsync(Alice, Now, default));

        var found = await FindAliceAsync();
        Assert.Equal((0, Now), (found.Failures, found.LastEntryUtc));
    }

    [Fact]
    public async Task A_locked_account_cannot_enter_until_the_lock_is_over()
    {
        await AddAliceAsync();
        await FailAsync(times: 5);

        Assert.False(await Store.RecordEntryAsync(Alice, Now + Rule.Duration - TimeSpan.FromMilliseconds(1), default));
        Assert.True(await Store.RecordEntryAsync(Alice, Now + Rule.Duration, default));
    }

    [Fact]
    public async Task A_disabled_account_cannot_enter()
    {
        await AddAliceAsync();
        await Store.UpdateAsync(Alice, new AccountUpdate.Enabled(false), Audit(), default);

        Assert.False(await Store.RecordEntryAsync(Alice, Now, default));
    }

    [Fact]
    public async Task An_unlocked_account_can_enter()
    {
        await AddAliceAsync();
        await FailAsync(times: 5);

        await Store.UpdateAsync(Alice, new AccountUpdate.Unlock(), Audit(), default);

        Assert.True(await Store.RecordEntryAsync(Alice, Now, default));
    }

    [Fact]
    public async Task A_wrong_password_for_a_name_without_account_leaves_no_account()
    {
        await Store.RecordFailureAsync(Alice, Rule, Now, default);
        await Store.RecordFailureAsync(null, Rule, Now, default);

        Assert.Empty(await Store.ListAsync(default));
    }
}
