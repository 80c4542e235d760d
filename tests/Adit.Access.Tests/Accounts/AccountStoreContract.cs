using Adit.Access.Accounts;
using Adit.Access.Auditing;
using Adit.Protocols.Ip;

namespace Adit.Access.Tests.Accounts;

/// <summary>What every <see cref="IAccountStore"/> promises.</summary>
public abstract class AccountStoreContract : AccountContract
{
    [Fact]
    public async Task An_account_is_found_as_it_was_added()
    {
        var added = NewAccount("alice") with
        {
            ExpiresUtc = Now.AddDays(30), IsEnabled = false, Permission = DialInPermission.Deny, Groups = Groups("staff,vpn users"),
            Hours = Hours("mon-fri 08:00-18:00; sat 09:00-12:00"), CallerId = Caller("192.0.2.0/24"), PasswordExpiry = PasswordExpiry.Never,
            Routes = Routes("10.9.0.0/16,fd00:9::/48"),
        };
        Assert.True(await Store.AddAsync(added, Audit(), default));

        var found = await FindAliceAsync();

        Assert.Equal(added with { SealedPassword = found.SealedPassword }, found);
        Assert.Equal(added.SealedPassword.Span, found.SealedPassword.Span);
    }

    [Fact]
    public async Task A_name_that_nobody_has_finds_nothing() => Assert.Null(await Store.FindAsync(Alice, default));

    [Fact]
    public async Task A_taken_name_is_refused_and_changes_nothing()
    {
        await AddAliceAsync();

        Assert.False(await Store.AddAsync(NewAccount("alice") with { IsEnabled = false }, Audit(), default));

        Assert.True((await FindAliceAsync()).IsEnabled);
    }

    [Fact]
    public async Task An_entry_by_certificate_neither_heeds_nor_ends_a_lock()
    {
        await AddAliceAsync();
        for (var failure = 0; failure < Rule.MaxFailures; failure++)
            await Store.RecordFailureAsync(Alice, Rule, Now, default);

        Assert.True(await Store.RecordCertificateEntryAsync(Alice, Now.AddMinutes(1), default));

        var alice = await FindAliceAsync();
        Assert.Equal((true, Now.AddMinutes(1)), (alice.IsLockedAt(Now.AddMinutes(1)), alice.LastEntryUtc));
    }

    [Fact]
    public async Task Nobody_enters_a_disabled_account_by_certificate()
    {
        await AddAliceAsync();
        await Store.UpdateAsync(Alice, new AccountUpdate.Enabled(false), Audit(), default);

        Assert.False(await Store.RecordCertificateEntryAsync(Alice, Now, default));
        Assert.Null((await FindAliceAsync()).LastEntryUtc);
    }

    [Fact]
    public async Task Several_are_added_together()
    {
        Assert.Null(await Store.AddAllAsync([NewAccount("bob"), NewAccount("alice")], _ => Audit(), default));

        Assert.Equal(["alice", "bob"], (await Store.ListAsync(default)).Select(account => account.Name.Value));
    }

    [Fact]
    public async Task Of_several_with_one_that_is_taken_none_is_added()
    {
        await AddAliceAsync();

        var taken = await Store.AddAllAsync([NewAccount("bob"), NewAccount("alice"), NewAccount("carol")], _ => Audit(), default);

        Assert.Equal(Alice, taken?.Name);
        Assert.Equal(["alice"], (await Store.ListAsync(default)).Select(account => account.Name.Value));
    }

    [Fact]
    public async Task Accounts_are_listed_by_name()
    {
        foreach (var name in new[] { "carol", "alice", "bob" })
            await Store.AddAsync(NewAccount(name), Audit(), default);

        Assert.Equal("alice bob carol", string.Join(' ', (await Store.ListAsync(default)).Select(account => account.Name)));
    }

    [Fact]
    public async Task A_new_password_replaces_the_old_one_and_unlocks()
    {
        await AddAliceAsync();
        await FailAsync(times: 5);

        var update = new AccountUpdate.Password(PasswordKind.SlowHash, new byte[] { 9 }, Now.AddDays(1));
        Assert.True(await Store.UpdateAsync(Alice, update, Audit(), default));

        var found = await FindAliceAsync();
        Assert.Equal(PasswordKind.SlowHash, found.PasswordKind);
        Assert.Equal<byte>([9], found.SealedPassword.ToArray());
        Assert.Equal(Now.AddDays(1), found.PasswordSetUtc);
        Assert.False(found.IsLockedAt(Now));
    }

    [Fact]
    public async Task Whether_any_password_is_a_slow_hash_is_told_after_every_change()
    {
        Assert.False(Store.HasSlowHashes);
        await AddAliceAsync();
        Assert.False(Store.HasSlowHashes);

        await Store.AddAsync(NewAccount("bob") with { PasswordKind = PasswordKind.SlowHash }, Audit(), default);
        Assert.True(Store.HasSlowHashes);
        await Store.RemoveAsync(Name("bob"), Audit(), default);
        Assert.False(Store.HasSlowHashes);

        await Store.UpdateAsync(Alice, new AccountUpdate.Password(PasswordKind.SlowHash, new byte[] { 9 }, Now), Audit(), default);
        Assert.True(Store.HasSlowHashes);
        await Store.UpdateAsync(Alice, new AccountUpdate.Password(PasswordKind.NtHash, new byte[] { 9 }, Now), Audit(), default);
        Assert.False(Store.HasSlowHashes);
    }

    [Fact]
    public async Task An_account_is_disabled_and_enabled()
    {
        await AddAliceAsync();

        Assert.True(await Store.UpdateAsync(Alice, new AccountUpdate.Enabled(false), Audit(), default));
        Assert.False((await FindAliceAsync()).IsEnabled);
        Assert.True(await Store.UpdateAsync(Alice, new AccountUpdate.Enabled(true), Audit(), default));
        Assert.True((await FindAliceAsync()).IsEnabled);
    }

    [Fact]
    public async Task An_account_gets_an_end_and_loses_it()
    {
        await AddAliceAsync();

        await Store.UpdateAsync(Alice, new AccountUpdate.Expiry(Now), Audit(), default);
        Assert.Equal(Now, (await FindAliceAsync()).ExpiresUtc);
        await Store.UpdateAsync(Alice, new AccountUpdate.Expiry(null), Audit(), default);
        Assert.Null((await FindAliceAsync()).ExpiresUtc);
    }

    [Fact]
    public async Task An_account_gets_dial_in_properties_and_loses_them()
    {
        await AddAliceAsync();
        var before = await FindAliceAsync();

        foreach (var update in (AccountUpdate[])
            [new AccountUpdate.Permission(DialInPermission.Allow), new AccountUpdate.Groups(Groups("staff")), new AccountUpdate.Hours(Hours("sun")),
            new AccountUpdate.CallerId(Caller("192.0.2.7")), new AccountUpdate.PasswordExpires(PasswordExpiry.Now), new AccountUpdate.Routes(Routes("10.9.0.0/16"))])
            Assert.True(await Store.UpdateAsync(Alice, update, Audit(), default));

        var found = await FindAliceAsync();
        Assert.Equal((DialInPermission.Allow, "staff", "sun"), (found.Permission, $"{found.Groups}", $"{found.Hours}"));
        Assert.Equal(("192.0.2.7", PasswordExpiry.Now, "10.9.0.0/16"), ($"{found.CallerId}", found.PasswordExpiry, $"{found.Routes}"));
        Assert.True(await Store.UpdateAsync(Alice, new AccountUpdate.Several(
            [new AccountUpdate.Permission(DialInPermission.ByPolicy), new AccountUpdate.Groups(GroupNames.None), new AccountUpdate.Hours(null),
            new AccountUpdate.CallerId(null), new AccountUpdate.PasswordExpires(PasswordExpiry.ByAge), new AccountUpdate.Routes(StaticRoutes.None)]), Audit(), default));
        found = await FindAliceAsync();
        Assert.Equal(before with { SealedPassword = found.SealedPassword }, found);
    }

    [Fact]
    public async Task Of_several_changes_all_are_made_or_none()
    {
        var address = new Ipv4Address(0x0a000009);
        await AddAliceAsync();
        Assert.True(await Store.AddAsync(NewAccount("bob") with { Address = address }, Audit(), default));

        AccountUpdate[] updates = [new AccountUpdate.Groups(Groups("staff")), new AccountUpdate.StaticAddress(address)];
        Assert.False(await Store.UpdateAsync(Alice, new AccountUpdate.Several(updates), Audit(), default));

        Assert.Empty((await FindAliceAsync()).Groups.Names);
    }

    [Fact]
    public async Task A_new_password_is_the_change_that_was_asked_for()
    {
        foreach (var (asked, left) in ((PasswordExpiry, PasswordExpiry)[])
            [(PasswordExpiry.Now, PasswordExpiry.ByAge), (PasswordExpiry.Never, PasswordExpiry.Never), (PasswordExpiry.ByAge, PasswordExpiry.ByAge)])
        {
            await Store.AddAsync(NewAccount("alice") with { PasswordExpiry = asked }, Audit(), default);

            await Store.UpdateAsync(Alice, new AccountUpdate.Password(PasswordKind.NtHash, new byte[] { 9 }, Now), Audit(), default);

            Assert.Equal(left, (await FindAliceAsync()).PasswordExpiry);
            await Store.RemoveAsync(Alice, Audit(), default);
        }
    }

    [Fact]
    public async Task What_is_not_there_can_be_neither_changed_nor_removed()
    {
        Assert.False(await Store.UpdateAsync(Alice, new AccountUpdate.Unlock(), Audit(), default));
        Assert.False(await Store.RemoveAsync(Alice, Audit(), default));
    }

    [Fact]
    public async Task A_removed_account_is_gone()
    {
        await AddAliceAsync();

        Assert.True(await Store.RemoveAsync(Alice, Audit(), default));

        Assert.Null(await Store.FindAsync(Alice, default));
    }

    private static GroupNames Groups(string text) => GroupNames.TryParse(text, out var groups) ? groups : throw new FormatException();

    private static WeeklyHours Hours(string text) => WeeklyHours.TryParse(text, out var hours) ? hours : throw new FormatException();

    private static CallerStation Caller(string text) => CallerStation.TryParse(text, out var caller) ? caller : throw new FormatException();

    private static StaticRoutes Routes(string text) => StaticRoutes.TryParse(text, out var routes) ? routes : throw new FormatException();

    [Fact]
    public async Task An_address_is_kept_for_one_account_and_stored_for_no_second()
    {
        var address = new Ipv4Address(0x0a000009);
        await AddAliceAsync();
        Assert.True(await Store.AddAsync(NewAccount("bob") with { Address = address }, Audit(), default));

        Assert.True(await Store.IsAddressTakenAsync(address, default));
        Assert.Equal(address, (await Store.FindAsync(Name("bob"), default))!.Address);
        Assert.False(await Store.AddAsync(NewAccount("carol") with { Address = address }, Audit(), default));
        Assert.False(await Store.UpdateAsync(Name("alice"), new AccountUpdate.StaticAddress(address), Audit(), default));
        Assert.True(await Store.UpdateAsync(Name("bob"), new AccountUpdate.StaticAddress(null), Audit(), default));
        Assert.False(await Store.IsAddressTakenAsync(address, default));
    }

    [Fact]
    public async Task An_IPv6_prefix_is_kept_for_one_account_and_stored_for_no_second()
    {
        var prefix = new Ipv6Prefix(new Ipv6Address(0xfd12_3456_789a_0007, 0), 64);
        await AddAliceAsync();
        Assert.True(await Store.AddAsync(NewAccount("bob") with { Ipv6Prefix = prefix }, Audit(), default));

        Assert.True(await Store.IsPrefixTakenAsync(prefix, default));
        Assert.Equal(prefix, (await Store.FindAsync(Name("bob"), default))!.Ipv6Prefix);
        Assert.False(await Store.AddAsync(NewAccount("carol") with { Ipv6Prefix = prefix }, Audit(), default));
        Assert.False(await Store.UpdateAsync(Name("alice"), new AccountUpdate.StaticPrefix(prefix), Audit(), default));
        Assert.True(await Store.UpdateAsync(Name("bob"), new AccountUpdate.StaticPrefix(null), Audit(), default));
        Assert.False(await Store.IsPrefixTakenAsync(prefix, default));
    }

    [Fact]
    public async Task Accounts_are_counted_by_what_keeps_them_from_signing_in()
    {
        Assert.Equal(new AccountCounts(0, 0, 0), await Store.CountAsync(Now, default));
        await AddAliceAsync();
        foreach (var name in (string[])["bob", "carol", "dora", "eve"])
            Assert.True(await Store.AddAsync(NewAccount(name) with { LockedUntilUtc = name is "bob" ? Now : null }, Audit(), default));
        Assert.True(await Store.AddAsync(NewAccount("frank") with { LockedUntilUtc = Now.AddMinutes(1) }, Audit(), default));
        Assert.True(await Store.AddAsync(NewAccount("grace") with { IsEnabled = false, LockedUntilUtc = Now.AddMinutes(1) }, Audit(), default));

        Assert.Equal(new AccountCounts(Enabled: 5, Locked: 1, Disabled: 1), await Store.CountAsync(Now, default));
    }
}
