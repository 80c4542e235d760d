using System.Text.Json;
using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>What radclient did is in 'adit log'.</summary>
[Collection(RadiusCollection.Name)]
public sealed class LogTests(RadiusFixture lab)
{
    private const string Authenticated = "\nMessage-Authenticator = 0x00";
    private const string User = "logan";

    [Fact]
    public async Task Who_was_let_in_or_refused_and_what_was_reported_is_a_row_each()
    {
        await lab.Server.AddAccountAsync(User, RadiusFixture.Password);
        await lab.AskAsync("auth", $"User-Name = {User}\nUser-Password = \"{RadiusFixture.Password}\"\nCalled-Station-Id = \"198.51.100.1\"{Authenticated}");
        await lab.AskAsync("auth", $"User-Name = {User}\nUser-Password = wrong\nCalling-Station-Id = \"192.0.2.9\"{Authenticated}");
        await lab.AskAsync("acct", $"Acct-Status-Type = Start\nAcct-Session-Id = s-log\nUser-Name = {User}\nNAS-IP-Address = 192.0.2.1", port: 1813);
        await BecomesAsync(3, "--user", User);

        var granted = await SingleAsync("--user", User, "--kind", "granted");
        Assert.Equal(("test", 6272, User), (granted.GetProperty("client").GetString(), granted.GetProperty("event").GetInt32(), granted.GetProperty("account").GetString()));
        Assert.Contains("198.51.100.1", granted.GetProperty("attributes").ToString(), StringComparison.Ordinal);

        var denied = await SingleAsync("--user", User, "--reason", "16");
        Assert.Equal(("NPS-016", "192.0.2.9"), (denied.GetProperty("code").GetString(), denied.GetProperty("callingStationId").GetString()));
        Assert.Contains("E=691", denied.GetProperty("attributes").ToString(), StringComparison.Ordinal);

        Assert.Equal("s-log", (await SingleAsync("--user", User, "--kind", "accounting")).GetProperty("session").GetString());

        var table = (await lab.Server.AskAsync("log", "--user", User, "--since", "1h")).Expect();
        Assert.Matches("denied +logan +192.0.2.9 +test +\\S+ +NPS-016", table);
        Assert.DoesNotContain(RadiusFixture.Password, (await lab.Server.AskAsync("log", "-o", "json")).Expect(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RAD-140", "127.0.0.8")]
    [InlineData("RAD-141", null)]
    public async Task What_is_dropped_is_a_row_with_its_cause(string code, string? stranger)
    {
        var source = stranger is null ? "" : $"\nPacket-Src-IP-Address = {stranger}";

        await lab.AskAsync("auth", $"User-Name = bob\nUser-Password = x{Authenticated}{source}", secret: "another-secret", isHeard: false);

        await Eventually.BecomesTrueAsync($"'adit log' has {code}", TimeSpan.FromSeconds(30), async () =>
            (await lab.Server.AskJsonAsync("log", "--kind", "discarded", "--reason", code)).EnumerateArray()
                .Any(row => row.GetProperty("client").GetString() == (stranger ?? "test")));
    }

    [Fact]
    public async Task A_report_that_is_dropped_is_an_event_of_its_own()
    {
        await lab.AskAsync("acct", "Acct-Status-Type = Start\nAcct-Session-Id = s-lost\nUser-Name = bob", secret: "another-secret", port: 1813, isHeard: false);

        await Eventually.BecomesTrueAsync("'adit log --event 6275' has RAD-141", TimeSpan.FromSeconds(30), async () =>
            (await lab.Server.AskJsonAsync("log", "--event", "6275", "--reason", "RAD-141")).EnumerateArray()
                .Any(row => row.GetProperty("client").GetString() == "test" && row.GetProperty("event").GetInt32() == 6275));
    }

    [Fact]
    public async Task A_lock_and_its_end_are_events_of_their_own()
    {
        await lab.Server.AddAccountAsync("lockhart", RadiusFixture.Password);
        for (var failure = 0; failure < 5; failure++)
            await lab.AskAsync("auth", $"User-Name = lockhart\nUser-Password = wrong{failure}\nCalling-Station-Id = \"192.0.2.9\"{Authenticated}");
        (await lab.Server.AskAsync("user", "unlock", "lockhart")).Expect();
        (await lab.Server.AskAsync("user", "unlock", "lockhart")).Expect();

        var locked = await SingleAsync("--user", "lockhart", "--event", "6279");
        Assert.Equal(("NPS-036", "192.0.2.9", 6279), (locked.GetProperty("code").GetString(), locked.GetProperty("callingStationId").GetString(), locked.GetProperty("event").GetInt32()));
        Assert.Contains("root", (await SingleAsync("--user", "lockhart", "--event", "6280")).GetProperty("attributes").ToString(), StringComparison.Ordinal);
    }

    /// <summary>Rows are written behind the answer.</summary>
    private Task BecomesAsync(int count, params string[] filter) => Eventually.BecomesTrueAsync(
        $"'adit log' has {count} rows", TimeSpan.FromSeconds(30),
        async () => (await lab.Server.AskJsonAsync(["log", .. filter])).GetArrayLength() == count);

    private async Task<JsonElement> SingleAsync(params string[] filter) =>
        Assert.Single((await lab.Server.AskJsonAsync(["log", .. filter])).EnumerateArray());
}
