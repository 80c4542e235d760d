using Adit.Access.Accounts;
using Adit.Access.Auditing;
using Adit.Access.Denials;

namespace Adit.Access.Tests.Denials;

public sealed class DenyListTests
{
    private readonly VirtualTime _time = new();
    private readonly InMemoryDenialStore _store = new();
    private readonly DenyList _list;

    public DenyListTests() => _list = new DenyList(_store, _time);

    [Theory]
    [InlineData("alice")]
    [InlineData("DOMAIN\\Alice")]
    public async Task A_denied_user_is_denied_at_once_and_allowed_at_once(string name)
    {
        Assert.Equal(("alice", null), await _list.DenyAsync(DenialKind.User, name, "laptop stolen", "root", default));
        Assert.True(_list.Denies(Account("alice")));
        Assert.False(_list.Denies(Account("bob")));

        Assert.Null(await _list.AllowAsync(DenialKind.User, "Alice", "root", default));
        Assert.False(_list.Denies(Account("alice")));
    }

    [Fact]
    public async Task Everybody_in_a_denied_group_is_denied()
    {
        await _list.DenyAsync(DenialKind.Group, "Guests", "", "root", default);

        Assert.True(_list.Denies(Account("alice", "guests,staff")));
        Assert.False(_list.Denies(Account("guests", "staff")));
    }

    [Fact]
    public async Task A_certificate_is_denied_by_its_fingerprint_however_it_is_written()
    {
        await _list.DenyAsync(DenialKind.Certificate, string.Join(':', Enumerable.Repeat("ab", 32)), "", "root", default);

        Assert.True(_list.DeniesCertificate(string.Concat(Enumerable.Repeat("AB", 32))));
        Assert.False(_list.DeniesCertificate(new string('F', 64)));
    }

    [Theory]
    [InlineData(DenialKind.User, "a b")]
    [InlineData(DenialKind.Group, "a,b")]
    [InlineData(DenialKind.Certificate, "xyz")]
    [InlineData(DenialKind.Certificate, "1A2B3C")]
    public async Task What_cannot_be_denied_is_refused(DenialKind kind, string text)
    {
        var (subject, failure) = await _list.DenyAsync(kind, text, "", "root", default);

        Assert.Equal((null, new AccountFailure.DenialInvalid(DenyList.WordOf(kind))), (subject, failure));
    }

    [Fact]
    public async Task What_is_not_denied_cannot_be_allowed() => Assert.Equal(
        new AccountFailure.NotDenied("user", "alice"), await _list.AllowAsync(DenialKind.User, "alice", "root", default));

    [Fact]
    public async Task Denials_and_their_end_are_audited()
    {
        await _list.DenyAsync(DenialKind.User, "alice", "laptop stolen", "uid 1000", default);
        await _list.AllowAsync(DenialKind.User, "alice", "root", default);

        Assert.Equal(
            [new(_time.Now, "uid 1000", "access.deny", "user alice", "laptop stolen"), new AuditEntry(_time.Now, "root", "access.allow", "user alice", "")],
            _store.Audit);
    }

    [Fact]
    public async Task What_another_has_written_is_seen_after_a_second()
    {
        await _list.RefreshAsync(default);
        await _store.PutAsync(new Denial(DenialKind.User, "alice", _time.Now, "another", ""), new AuditEntry(_time.Now, "another", "", "", ""), default);

        _time.Now += TimeSpan.FromSeconds(1);
        await _list.RefreshAsync(default);

        Assert.True(_list.Denies(Account("alice")));
    }

    [Fact]
    public async Task While_the_store_is_away_what_was_seen_last_holds()
    {
        await _list.DenyAsync(DenialKind.User, "alice", "", "root", default);
        _store.IsAway = true;
        _time.Now += TimeSpan.FromHours(1);

        await _list.RefreshAsync(default);

        Assert.True(_list.Denies(Account("alice")));
    }

    private static Account Account(string name, string groups = "") =>
        AccountName.TryParse(name, out var parsed) && GroupNames.TryParse(groups, out var memberships)
            ? new Account(parsed, PasswordKind.NtHash, default, default) { Groups = memberships }
            : throw new FormatException(name);
}
