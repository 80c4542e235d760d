using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>What accounts' own properties do to radclient, which asks with PAP as another vendor's gateway would.</summary>
[Collection(RadiusCollection.Name)]
public sealed class AccountTests(RadiusFixture lab)
{
    [Fact]
    public async Task Pap_is_checked_against_an_NT_hash()
    {
        await AddAsync("nora");

        Assert.Contains("Access-Accept", await PapAsync("nora"), StringComparison.Ordinal);
        Assert.Contains("Access-Reject", await PapAsync("nora", "Wrong-pass"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("harry", "NPS-037", "--hours", "")]
    [InlineData("ellen", "NPS-035", "--expires", "2020-12-31")]
    [InlineData("paula", "NPS-065", "--permission", "deny")]
    [InlineData("wanda", "NPS-067", "--caller-id", "198.51.100.0/24")]
    [InlineData("mabel", "NPS-033", "--password-expiry", "now")]
    public async Task A_dial_in_property_refuses_with_its_own_reason_and_lets_in_without_it(string name, string code, string option, string value)
    {
        await AddAsync(name);
        Assert.Contains("Access-Accept", await PapAsync(name), StringComparison.Ordinal);

        (await lab.Server.AskAsync("user", "set", name, option, option == "--hours" ? NotNow() : value)).Expect();

        Assert.Contains("Access-Reject", await PapAsync(name), StringComparison.Ordinal);
        await lab.WhySaysAsync(name, code);
    }

    [Fact]
    public async Task A_disabled_account_is_refused()
    {
        await AddAsync("diana");
        (await lab.Server.AskAsync("user", "disable", "diana")).Expect();

        Assert.Contains("Access-Reject", await PapAsync("diana"), StringComparison.Ordinal);
        await lab.WhySaysAsync("diana", "NPS-034");
    }

    [Fact]
    public async Task Who_is_denied_is_refused_at_once_until_allowed()
    {
        await AddAsync("fred", "--groups", "guests-of-fred");

        (await lab.Server.AskAsync("deny", "group", "guests-of-fred", "--reason", "a test")).Expect();
        Assert.Contains("Access-Reject", await PapAsync("fred"), StringComparison.Ordinal);
        await lab.WhySaysAsync("fred", "NPS-038");

        (await lab.Server.AskAsync("allow", "group", "guests-of-fred")).Expect();
        Assert.Contains("Access-Accept", await PapAsync("fred"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_accounts_is_added_whole_and_who_is_in_it_gets_in()
    {
        var (sheet, passwords) = (Path.Combine(lab.Topology.Folder, "import.csv"), Path.Combine(lab.Topology.Folder, "import.passwords"));
        await File.WriteAllTextAsync(sheet, "name,password,groups\nivan,a right one,staff\ncarol,a right one,\n");
        Assert.Equal(1, (await lab.Server.AskAsync("user", "import", sheet)).ExitCode); // carol is there already
        Assert.Contains("Access-Reject", await PapAsync("ivan", "a right one"), StringComparison.Ordinal);

        await File.WriteAllTextAsync(sheet, "name,password,groups\nivan,a right one,staff\nirma,,\n");
        (await lab.Server.AskAsync("user", "import", sheet, "--generate-into", passwords)).Expect();

        Assert.Contains("Access-Accept", await PapAsync("ivan", "a right one"), StringComparison.Ordinal);
        var generated = (await File.ReadAllLinesAsync(passwords)).Single(line => line.StartsWith("irma,", StringComparison.Ordinal));
        Assert.Contains("Access-Accept", await PapAsync("irma", generated["irma,".Length..]), StringComparison.Ordinal);
        var exported = (await lab.Server.AskAsync("user", "export")).Expect();
        Assert.Contains("ivan,nt,yes,policy,staff,", exported, StringComparison.Ordinal);
        Assert.DoesNotContain("a right one", exported, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_of_the_users_file_gets_in_with_what_the_file_replies()
    {
        var answer = await PapAsync(RadiusFixture.FileUser);

        Assert.Contains("Access-Accept", answer, StringComparison.Ordinal);
        foreach (var reply in (string[])["Session-Timeout = 4711", "Framed-Pool = \"guests\"", "Reply-Message = \"Welcome, Zara\""])
            Assert.Contains(reply, answer, StringComparison.Ordinal);
        Assert.Contains("Access-Reject", await PapAsync(RadiusFixture.FileUser, "Wrong-pass"), StringComparison.Ordinal);
    }

    /// <summary>A day that is far from today, wherever the server is.</summary>
    private static string NotNow() => $"{DateTime.UtcNow.AddDays(3).DayOfWeek}"[..3].ToLowerInvariant();

    private Task AddAsync(string name, params string[] options) => lab.Server.AddAccountAsync(name, RadiusFixture.Password, options);

    private Task<string> PapAsync(string name, string password = RadiusFixture.Password) => lab.AskAsync(
        "auth", $"User-Name = {name}\nUser-Password = \"{password}\"\nCalling-Station-Id = 192.0.2.7\nMessage-Authenticator = 0x00");
}
