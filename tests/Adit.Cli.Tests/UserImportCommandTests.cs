using Adit.Server.Control;

namespace Adit.Cli.Tests;

public sealed class UserImportCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("adit-import-").FullName;

    private string Sheet => Path.Combine(_folder, "accounts.csv");

    private string Passwords => Path.Combine(_folder, "passwords.csv");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_is_sent_as_it_is_with_what_is_wished()
    {
        await using var fixture = await CliFixture.StartAsync();
        await File.WriteAllTextAsync(Sheet, "name\r\nanna\r\n");
        fixture.Server.Sheets.Answer = new SheetView(3, Done: true, [], []);

        var run = await fixture.AskAsync("user", "import", Sheet, "--partial", "--password-form", "slow");

        Assert.Equal(new CliRun(0, "3 accounts added\n", ""), run);
        Assert.Equal(new SheetOrder("name\r\nanna\r\n") { Format = "csv", Partial = true, Form = "slow" }, Assert.Single(fixture.Server.Sheets.Orders));
    }

    [Fact]
    public async Task Every_fault_is_a_line_of_a_table_and_the_command_fails()
    {
        await using var fixture = await CliFixture.StartAsync();
        await File.WriteAllTextAsync(Sheet, "");
        fixture.Server.Sheets.Answer = new SheetView(0, Done: false, [new(2, "anna", "ACC-102", "There is an account 'anna' already."), new(17, "", "ACC-118", "It is empty.")], []);

        var run = await fixture.AskAsync("user", "import", Sheet, "--generate-into", Passwords);

        Assert.Equal((1, """
            LINE  NAME  CODE     PROBLEM
            2     anna  ACC-102  There is an account 'anna' already.
            17    -     ACC-118  It is empty.
            nothing was changed

            """), (run.ExitCode, run.Output));
        Assert.False(File.Exists(Passwords));
    }

    [Fact]
    public async Task Passwords_that_were_made_up_are_in_a_file_for_its_owner_alone_and_nowhere_else()
    {
        await using var fixture = await CliFixture.StartAsync();
        await File.WriteAllTextAsync(Sheet, "name\nanna\n");
        fixture.Server.Sheets.Answer = new SheetView(1, Done: true, [], [new("anna", "k7mw-p2ax-9dhe-t4cn")]);

        var run = await fixture.AskAsync("user", "import", Sheet, "--generate-into", Passwords, "-o", "json");

        Assert.Equal("name,password\r\nanna,k7mw-p2ax-9dhe-t4cn\r\n", await File.ReadAllTextAsync(Passwords));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Passwords));
        Assert.DoesNotContain("k7mw", run.Output, StringComparison.Ordinal);
        Assert.True(Assert.Single(fixture.Server.Sheets.Orders).Generate);
    }

    [Fact]
    public async Task A_file_of_passwords_that_is_there_is_not_overwritten()
    {
        await using var fixture = await CliFixture.StartAsync();
        await File.WriteAllTextAsync(Sheet, "name\nanna\n");
        await File.WriteAllTextAsync(Passwords, "older");

        Assert.NotEqual(0, (await fixture.AskAsync("user", "import", Sheet, "--generate-into", Passwords)).ExitCode);

        Assert.Equal("older", await File.ReadAllTextAsync(Passwords));
        Assert.Empty(fixture.Server.Sheets.Orders);
    }

    [Fact]
    public async Task A_file_that_is_not_UTF_8_is_not_guessed_at()
    {
        await using var fixture = await CliFixture.StartAsync();
        await File.WriteAllBytesAsync(Sheet, [.. "name,password\nanna,"u8, 0xE4, .. "rger-1234\n"u8]);

        var run = await fixture.AskAsync("user", "import", Sheet);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("is not UTF-8", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_is_printed_or_kept_for_its_owner_alone()
    {
        await using var fixture = await CliFixture.StartAsync();

        Assert.Equal(new CliRun(0, "name,enabled\r\nanna,yes\r\n", ""), await fixture.AskAsync("user", "export"));
        Assert.Equal(new CliRun(0, "", ""), await fixture.AskAsync("user", "export", "--out", Sheet));

        Assert.Equal("name,enabled\r\nanna,yes\r\n", await File.ReadAllTextAsync(Sheet));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Sheet));
    }
}
