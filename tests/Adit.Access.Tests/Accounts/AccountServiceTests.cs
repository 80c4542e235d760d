using Adit.Access.Accounts;
using Adit.Access.Auditing;
using Adit.Access.Sealing;

namespace Adit.Access.Tests.Accounts;

public sealed class AccountServiceTests
{
    private const string Password = "correct horse";

    private readonly VirtualTime _time = new();
    private readonly InMemoryAccountStore _store = new();
    private readonly AccountService _accounts;

    public AccountServiceTests() => _accounts = new AccountService(_store, new SecretSealer(new byte[SecretSealer.KeyLength]), _time);

    [Fact]
    public async Task An_added_account_is_enabled_and_without_end()
    {
        Assert.Null(await AddAliceAsync());

        var account = Assert.Single(await _accounts.ListAsync(default));
        Assert.Equal(("alice", true, (DateTimeOffset?)null), (account.Name.Value, account.IsEnabled, account.ExpiresUtc));
    }

    [Fact]
    public async Task A_name_is_taken_whatever_its_capitals()
    {
        await AddAliceAsync();

        Assert.Equal(new AccountFailure.NameTaken("alice"), await _accounts.AddAsync("ALICE", PasswordKind.NtHash, Password, "root", default));
    }

    [Fact]
    public async Task A_name_that_no_account_has_is_refused() =>
        Assert.Equal(new AccountFailure.NameInvalid(), await _accounts.AddAsync("a b", PasswordKind.NtHash, Password, "root", default));

    [Theory]
    [InlineData(7)]
    [InlineData(257)]
    public async Task A_password_too_short_or_too_long_is_refused(int length) => Assert.Equal(
        new AccountFailure.PasswordLength(8, 256),
        await _accounts.AddAsync("alice", PasswordKind.NtHash, new string('x', length), "root", default));

    [Fact]
    public async Task A_new_password_may_change_its_kind()
    {
        await AddAliceAsync();

        Assert.Null(await _accounts.SetPasswordAsync("Alice", PasswordKind.SlowHash, "another password", "root", default));

        Assert.Equal(PasswordKind.SlowHash, Assert.Single(await _accounts.ListAsync(default)).PasswordKind);
    }

    [Fact]
    public async Task Commands_on_an_account_that_is_not_there_say_so()
    {
        var expected = new AccountFailure.NotFound("alice");

        Assert.Equal(expected, await _accounts.SetPasswordAsync("alice", PasswordKind.NtHash, Password, "root", default));
        Assert.Equal(expected, await _accounts.EnableAsync("alice", "root", default));
        Assert.Equal(expected, await _accounts.DisableAsync("alice", "root", default));
        Assert.Equal(expected, await _accounts.UnlockAsync("alice", "root", default));
        Assert.Equal(expected, await _accounts.SetExpiryAsync("alice", null, "root", default));
        Assert.Equal(expected, await _accounts.RemoveAsync("alice", "root", default));
    }

    [Fact]
    public async Task Every_command_names_its_actor_in_the_audit()
    {
        await AddAliceAsync();
        await _accounts.DisableAsync("alice", "uid 1000", default);

        Assert.Equal(new AuditEntry(_time.Now, "uid 1000", "account.disable", "alice", ""), _store.Audit[^1]);
    }

    [Fact]
    public async Task Accounts_sealed_with_another_key_are_known()
    {
        await AddAliceAsync();
        var afterTheLoss = new AccountService(_store, new SecretSealer([.. Enumerable.Repeat((byte)1, SecretSealer.KeyLength)]), _time);
        await afterTheLoss.AddAsync("bob", PasswordKind.NtHash, Password, "root", default);

        Assert.Equal("alice", Assert.Single(await afterTheLoss.ListUnreadableAsync(default)).Name.Value);
    }

    [Fact]
    public async Task Settings_are_set_together_and_taken_away()
    {
        await AddAliceAsync();

        Assert.Null(await SetAsync(new AccountSettings
        {
            Permission = "Deny", Groups = "staff, vpn", Hours = "mon-fri 08:00-18:00", CallerId = "192.0.2.7", PasswordExpiry = "now",
            Routes = "10.9.0.0/16", Expires = "2026-12-31", Address = "10.0.0.9",
        }));
        var alice = Assert.Single(await _accounts.ListAsync(default));
        Assert.Equal((DialInPermission.Deny, "staff,vpn", "mon-fri 08:00-18:00"), (alice.Permission, $"{alice.Groups}", $"{alice.Hours}"));
        Assert.Equal(("192.0.2.7", PasswordExpiry.Now, "10.9.0.0/16", "10.0.0.9"), ($"{alice.CallerId}", alice.PasswordExpiry, $"{alice.Routes}", $"{alice.Address}"));
        Assert.Equal(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero), alice.ExpiresUtc);
        Assert.Equal(
            "permission Deny; groups staff, vpn; hours mon-fri 08:00-18:00; caller id 192.0.2.7; password expiry now; routes 10.9.0.0/16; expires 2026-12-31; address 10.0.0.9",
            _store.Audit[^1].Detail);

        Assert.Null(await SetAsync(new AccountSettings
        {
            Permission = "policy", Groups = "none", Hours = "none", CallerId = "none", PasswordExpiry = "age", Routes = "none", Expires = "none", Address = "none",
        }));
        var bare = Assert.Single(await _accounts.ListAsync(default));
        Assert.Equal(new Account(bare.Name, bare.PasswordKind, bare.SealedPassword, bare.CreatedUtc), bare);
    }

    [Fact]
    public async Task Groups_are_joined_and_left()
    {
        Assert.Null(await _accounts.AddAsync("alice", PasswordKind.NtHash, Password, new AccountSettings { Groups = "staff,guests" }, "root", default));

        Assert.Null(await SetAsync(new AccountSettings { Groups = "+VPN,-guests,-others" }));

        Assert.Equal("staff,vpn", $"{Assert.Single(await _accounts.ListAsync(default)).Groups}");
        Assert.Equal(new AccountFailure.GroupsInvalid(), await SetAsync(new AccountSettings { Groups = "+vpn,staff" }));
    }

    public static TheoryData<AccountSettings, AccountFailure> Unreadable => new()
    {
        { new AccountSettings { Groups = "a;b" }, new AccountFailure.GroupsInvalid() },
        { new AccountSettings { Hours = "at night" }, new AccountFailure.HoursInvalid() },
        { new AccountSettings { CallerId = "tab\there" }, new AccountFailure.CallerIdInvalid() },
        { new AccountSettings { Routes = "0.0.0.0/0" }, new AccountFailure.RoutesInvalid() },
        { new AccountSettings { Permission = "maybe" }, new AccountFailure.WordInvalid("permission", "policy, allow, deny") },
        { new AccountSettings { PasswordExpiry = "soon" }, new AccountFailure.WordInvalid("password expiry", "age, never, now") },
        { new AccountSettings { Expires = "tomorrow" }, new AccountFailure.ExpiryInvalid() },
        { new AccountSettings { Expires = "9999-12-31" }, new AccountFailure.ExpiryInvalid() },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task A_setting_that_cannot_be_read_is_named_and_none_is_made(AccountSettings settings, AccountFailure failure)
    {
        await AddAliceAsync();

        Assert.Equal(failure, await SetAsync(settings with { Address = "10.0.0.9" }));

        Assert.Null(Assert.Single(await _accounts.ListAsync(default)).Address);
        Assert.Equal(failure, await _accounts.AddAsync("bob", PasswordKind.NtHash, Password, settings, "root", default));
    }

    [Fact]
    public async Task An_address_belongs_to_one_account_alone()
    {
        await AddAliceAsync();
        Assert.Null(await _accounts.SetAddressAsync("alice", "10.0.0.9", "root", default));
        Assert.Null(await _accounts.SetAddressAsync("Alice", "10.0.0.9", "root", default));

        var taken = new AccountFailure.AddressTaken("10.0.0.9");
        Assert.Equal(taken, await _accounts.AddAsync("bob", PasswordKind.NtHash, Password, "10.0.0.9", prefix: null, "root", default));
        Assert.Null(await _accounts.AddAsync("bob", PasswordKind.NtHash, Password, "root", default));
        Assert.Equal(taken, await _accounts.SetAddressAsync("bob", "10.0.0.9", "root", default));

        Assert.Null(await _accounts.SetAddressAsync("alice", null, "root", default));
        Assert.Null(await _accounts.SetAddressAsync("bob", "10.0.0.9", "root", default));
    }

    [Fact]
    public async Task An_IPv6_prefix_belongs_to_one_account_alone()
    {
        const string Prefix = "fd12:3456:789a:7::/64";
        await AddAliceAsync();
        Assert.Null(await _accounts.SetPrefixAsync("alice", Prefix, "root", default));
        Assert.Null(await _accounts.SetPrefixAsync("Alice", "FD12:3456:789A:7:0::/64", "root", default));

        var taken = new AccountFailure.PrefixTaken(Prefix);
        Assert.Equal(taken, await _accounts.AddAsync("bob", PasswordKind.NtHash, Password, "10.0.0.9", Prefix, "root", default));
        Assert.Null(await _accounts.AddAsync("bob", PasswordKind.NtHash, Password, "root", default));
        Assert.Equal(taken, await _accounts.SetPrefixAsync("bob", Prefix, "root", default));

        Assert.Null(await _accounts.SetPrefixAsync("alice", null, "root", default));
        Assert.Null(await _accounts.SetPrefixAsync("bob", Prefix, "root", default));
    }

    [Theory]
    [InlineData("fd12:3456:789a:7::")]
    [InlineData("fd12:3456:789a::/48")]
    [InlineData("fd12:3456:789a:7::1/64")]
    [InlineData("10.0.0.0/24")]
    [InlineData("::/64")]
    [InlineData("fe80::/64")]
    [InlineData("ff02::/64")]
    public async Task An_IPv6_prefix_that_no_session_can_have_is_refused(string prefix)
    {
        await AddAliceAsync();

        Assert.Equal(new AccountFailure.PrefixInvalid(), await _accounts.SetPrefixAsync("alice", prefix, "root", default));
        Assert.Equal(new AccountFailure.NotFound("eve"), await _accounts.SetPrefixAsync("eve", "fd12:3456:789a:7::/64", "root", default));
    }

    [Theory]
    [InlineData("10.0.0")]
    [InlineData("::1")]
    [InlineData("0.0.0.0")]
    [InlineData("127.0.0.1")]
    [InlineData("255.255.255.254")]
    public async Task An_address_that_no_host_can_have_is_refused(string address)
    {
        await AddAliceAsync();

        Assert.Equal(new AccountFailure.AddressInvalid(), await _accounts.SetAddressAsync("alice", address, "root", default));
        Assert.Equal(new AccountFailure.NotFound("eve"), await _accounts.SetAddressAsync("eve", "10.0.0.9", "root", default));
    }

    private ValueTask<AccountFailure?> SetAsync(AccountSettings settings) => _accounts.SetAsync("Alice", settings, "root", default);

    private ValueTask<AccountFailure?> AddAliceAsync() => _accounts.AddAsync("alice", PasswordKind.NtHash, Password, "root", default);
}
