using Adit.Access.Auditing;
using Adit.Access.Denials;

namespace Adit.Access.Tests.Denials;

/// <summary>What every <see cref="IDenialStore"/> promises.</summary>
public abstract class DenialStoreContract
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly AuditEntry Audit = new(Now, "root", "test", "alice", "");
    private static readonly Denial Alice = new(DenialKind.User, "alice", Now, "root", "laptop stolen");

    protected abstract IDenialStore Store { get; }

    [Fact]
    public async Task Denials_are_listed_as_they_were_put_the_oldest_first()
    {
        var group = new Denial(DenialKind.Group, "alice", Now.AddMinutes(-1), "uid 1000", "");
        await Store.PutAsync(Alice, Audit, default);
        await Store.PutAsync(group, Audit, default);

        Assert.Equal([group, Alice], await Store.ListAsync(default));
    }

    [Fact]
    public async Task A_second_denial_of_the_same_takes_the_first_one_s_place()
    {
        await Store.PutAsync(Alice, Audit, default);
        await Store.PutAsync(Alice with { Reason = "left" }, Audit, default);

        Assert.Equal([Alice with { Reason = "left" }], await Store.ListAsync(default));
    }

    [Fact]
    public async Task A_denial_is_taken_back_once()
    {
        await Store.PutAsync(Alice, Audit, default);

        Assert.False(await Store.RemoveAsync(DenialKind.Group, "alice", Audit, default));
        Assert.True(await Store.RemoveAsync(DenialKind.User, "alice", Audit, default));
        Assert.False(await Store.RemoveAsync(DenialKind.User, "alice", Audit, default));
        Assert.Empty(await Store.ListAsync(default));
    }
}
