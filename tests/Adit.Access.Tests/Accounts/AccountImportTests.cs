using Adit.Access.Accounts;
using Adit.Access.Accounts.Import;
using Adit.Access.Sealing;

namespace Adit.Access.Tests.Accounts;

public sealed class AccountImportTests
{
    private readonly InMemoryAccountStore _store = new();
    private readonly AccountImport _import;

    public AccountImportTests() => _import = new AccountService(_store, new SecretSealer(new byte[SecretSealer.KeyLength]), new VirtualTime()).NewImport();

    [Fact]
    public async Task Every_column_of_a_row_is_a_setting_of_its_account()
    {
        var outcome = await RunAsync("""
            name,password,password_form,enabled,permission,groups,hours,caller_id,password_expiry,routes,expires,address,ipv6_prefix
            Anna,a secret 1,reversible,no,allow,"staff,vpn users",mon-fri 08:00-18:00,192.0.2.0/24,never,10.9.0.0/16,2030-12-31,10.83.0.9,fd00:1:2:3::/64
            bert,a secret 2,,,,,,,,,,,
            """);

        Assert.Equal((2, true, 0), (outcome.Accounts, outcome.IsDone, outcome.Faults.Count));
        var (anna, bert) = (await FindAsync("anna"), await FindAsync("bert"));
        Assert.Equal(
            (PasswordKind.Reversible, false, DialInPermission.Allow, "staff,vpn users", "mon-fri 08:00-18:00", "192.0.2.0/24"),
            (anna.PasswordKind, anna.IsEnabled, anna.Permission, anna.Groups.ToString(), anna.Hours?.Text, anna.CallerId?.Text));
        Assert.Equal(
            (PasswordExpiry.Never, "10.9.0.0/16", "10.83.0.9", "fd00:1:2:3::/64"),
            (anna.PasswordExpiry, anna.Routes.ToString(), anna.Address?.ToString(), anna.Ipv6Prefix?.ToString()));
        Assert.Equal((PasswordKind.NtHash, true), (bert.PasswordKind, bert.IsEnabled));
        Assert.Equal(["account.add", "account.add"], _store.Audit.Select(entry => entry.Action));
    }

    [Fact]
    public async Task Every_row_that_is_wrong_is_named_with_its_line_and_nothing_is_changed()
    {
        await RunAsync("name,password,address\nold,a secret 0,10.83.0.7\n");

        var outcome = await RunAsync("""
            name,password,address,enabled
            "new",a secret 1,10.83.0.8,

            old,a secret 2,,
            no name,a secret 3,,
            short,abc,,
            none,,,
            twin,"a secret
            in two lines",,
            twin,a secret 4,,
            his,a secret 5,10.83.0.8,
            theirs,a secret 6,10.83.0.7,
            maybe,a secret 7,,maybe
            few,a secret 8
            "bad"row,a secret 9,,
            last,a secret 10,,yes
            open,"a secret,,
            """);

        Assert.Equal(
            ["4 ACC-102", "5 ACC-101", "6 ACC-104", "7 ACC-118", "10 ACC-118", "11 ACC-118", "12 ACC-105", "13 ACC-118", "14 ACC-118", "15 ACC-118", "17 ACC-118"],
            outcome.Faults.Select(fault => $"{fault.Line} {fault.Failure.Code}"));
        Assert.Equal("line 8 has its name already", Assert.IsType<AccountFailure.RowInvalid>(outcome.Faults[4].Failure).Problem);
        Assert.False(outcome.IsDone);
        Assert.Single(await _store.ListAsync(default));
    }

    [Fact]
    public async Task What_is_right_is_added_where_that_is_wished()
    {
        var outcome = await RunAsync("name,password\nanna,a secret 1\nbert,x\n", request => request with { IsPartial = true });

        Assert.Equal((1, true, 1), (outcome.Accounts, outcome.IsDone, outcome.Faults.Count));
        Assert.Equal("anna", Assert.Single(await _store.ListAsync(default)).Name.Value);
    }

    [Fact]
    public async Task A_trial_looks_at_everything_and_changes_nothing()
    {
        var outcome = await RunAsync("name\nanna\n", request => request with { IsTrial = true, Generates = true });

        Assert.Equal((1, false, 0, 0), (outcome.Accounts, outcome.IsDone, outcome.Faults.Count, outcome.Generated.Count));
        Assert.Empty(await _store.ListAsync(default));
    }

    [Fact]
    public async Task Passwords_that_are_missing_are_made_up_and_told_once()
    {
        var outcome = await RunAsync("name,password\nanna,\nbert,a secret 2\n", request => request with { Generates = true });

        var (name, password) = Assert.Single(outcome.Generated);
        Assert.Equal("anna", name.Value);
        Assert.Equal(19, password.Length);
        Assert.DoesNotContain(password, outcome.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task So_many_slow_passwords_at_once_that_nobody_would_wait_for_them_are_refused()
    {
        var rows = string.Concat(Enumerable.Range(0, 60).Select(number => $"user{number},short\n"));

        var outcome = await RunAsync("name,password\n" + rows, request => request with { Form = PasswordKind.SlowHash });

        Assert.Equal(50, outcome.Faults.Count(fault => fault.Failure is AccountFailure.PasswordLength));
        Assert.Equal(10, outcome.Faults.Count(fault => fault.Failure is AccountFailure.RowInvalid));
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("name;password\nanna;a secret 1\n", "fields are divided by commas, not by semicolons")]
    [InlineData("anna,a-Secret-1\n", "the first row names a column 'anna'; there are ")]
    [InlineData("k7mw-p2ax,anna\n", "the first row names a column '?'; there are ")] // it may be a password
    [InlineData("password\na secret 1\n", "the first row names no column 'name'")]
    [InlineData("name,groups,Groups\n", "the first row names the column 'groups' twice")]
    public async Task A_first_row_that_names_no_columns_is_told_alone(string text, string problem)
    {
        var fault = Assert.Single((await RunAsync(text)).Faults);

        Assert.StartsWith(problem, Assert.IsType<AccountFailure.RowInvalid>(fault.Failure).Problem, StringComparison.Ordinal);
        Assert.Equal(1, fault.Line);
    }

    [Fact]
    public async Task What_was_exported_is_imported_again()
    {
        await RunAsync("name,password,groups,hours,address,expires,enabled\nanna,a secret 1,\"a,b\",sat 09:00-12:00,10.83.0.9,2030-12-31,no\nbert,a secret 2,,,,,\n");
        var before = await _store.ListAsync(default);

        var text = await _import.ExportAsync(default);
        foreach (var account in before)
            await _store.RemoveAsync(account.Name, new(default, "", "", "", ""), default);
        var outcome = await RunAsync(text, request => request with { Generates = true });

        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.Equal(2, outcome.Accounts);
        Assert.Equal(before.Select(Describe), (await _store.ListAsync(default)).Select(Describe));
    }

    [Fact]
    public async Task A_users_file_gives_its_accounts_with_their_passwords_as_they_are_kept_here()
    {
        var outcome = await RunAsync("""
            bert    Cleartext-Password := "a secret", Adit-Group += staff
                    Framed-IP-Address = 10.83.0.9
            cleo    NT-Password := 0x8846F7EAEE8FB117AD06BDD830B7586C
            doug    Auth-Type := Reject
            """, request => request with { IsUsersFile = true });

        Assert.Equal((3, true, 0), (outcome.Accounts, outcome.IsDone, outcome.Faults.Count));
        Assert.Equal(PasswordKind.NtHash, (await FindAsync("bert")).PasswordKind);
        Assert.Equal("10.83.0.9", (await FindAsync("bert")).Address?.ToString());
        Assert.Equal(DialInPermission.Deny, (await FindAsync("doug")).Permission);
    }

    [Fact]
    public async Task What_the_database_cannot_keep_of_a_users_file_is_named()
    {
        var outcome = await RunAsync("""
            bert    Cleartext-Password := "a secret"
                    Session-Timeout = 60
            cleo    Cleartext-Password := "short"
            """, request => request with { IsUsersFile = true });

        Assert.Equal([(1, "ACC-118"), (3, "ACC-104")], outcome.Faults.Select(fault => (fault.Line, fault.Failure.Code)));
        Assert.Empty(await _store.ListAsync(default));
    }

    [Fact]
    public async Task Every_line_of_a_users_file_that_cannot_be_followed_is_named_and_nothing_changed()
    {
        var outcome = await RunAsync(
            "bert Cleartext-Password := \"a secret\"\ncleo Nobody-Knows := 1\nANNA Cleartext-Password := \"another\"\n  Filter-Id = std\nbert Secret := x\n",
            request => request with { IsUsersFile = true });

        Assert.Equal([2, 4, 5], outcome.Faults.Select(fault => fault.Line));
        Assert.Empty(await _store.ListAsync(default));
    }

    [Fact]
    public async Task Nothing_that_is_printed_of_it_has_a_password()
    {
        Assert.DoesNotContain("secret", new ImportRequest("name,password\nanna,a secret 1\n").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", string.Join(' ', (await RunAsync("name,password,groups\nanna,a secret 1,***\n")).Faults), StringComparison.Ordinal);
    }

    private ValueTask<ImportOutcome> RunAsync(string text, Func<ImportRequest, ImportRequest>? change = null) =>
        _import.RunAsync((change ?? (request => request))(new ImportRequest(text)), "root", default);

    private async Task<Account> FindAsync(string name) => (await _store.ListAsync(default)).Single(account => account.Name.Value == name);

    private static string Describe(Account account) =>
        $"{account.Name} {account.IsEnabled} {account.Groups} {account.Hours?.Text} {account.Address} {account.ExpiresUtc:O}";
}
