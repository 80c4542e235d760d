using System.Text.Json;
using Adit.Server.Tests.Control;

namespace Adit.Cli.Tests;

public sealed class ExplainTests
{
    [Theory]
    [InlineData("0x800B0101")]
    [InlineData("800B0101")]
    [InlineData("-2146762495")]
    [InlineData("2148204801")]
    [InlineData("CERT_E_EXPIRED")]
    [Scenario("D02", Linted = true)]
    public async Task Every_notation_of_a_code_of_Windows_leads_to_its_page(string code)
    {
        var run = await CliFixture.RunAsync(["explain", code]);

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("""
            0x800B0101: The server's certificate has expired, or is not valid yet
              mended   in the certificates
              windows  0x800B0101 = -2146762495 = 2148204801 CERT_E_EXPIRED

            Cause

            """, run.Output, StringComparison.Ordinal);
        Assert.Contains("\n  PKI-108  A certificate has expired\n", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PPP-301")]
    [InlineData("ppp-301")]
    public async Task One_of_our_codes_is_explained_by_its_page(string code) =>
        Assert.StartsWith("PPP-301: The peer stopped answering\n", (await CliFixture.RunAsync(["explain", code])).Output, StringComparison.Ordinal);

    [Fact]
    public async Task A_code_without_a_page_is_at_least_named() => Assert.Equal(
        new CliRun(0, "602 ERROR_PORT_ALREADY_OPEN\n  windows  602 = 0x25A ERROR_PORT_ALREADY_OPEN\n", ""),
        await CliFixture.RunAsync(["explain", "602"]));

    [Theory]
    [InlineData("0x80070329", "809: ")]
    [InlineData("64", "0x80070040: ")]
    public async Task A_Win32_error_and_the_HRESULT_that_wraps_it_have_one_page(string code, string page) =>
        Assert.StartsWith(page, (await CliFixture.RunAsync(["explain", code])).Output, StringComparison.Ordinal);

    [Theory]
    [InlineData("424242")]
    [InlineData("XYZ-999")]
    [InlineData("nonsense")]
    public async Task An_unknown_code_exits_with_5(string code) => Assert.Equal(5, (await CliFixture.RunAsync(["explain", code])).ExitCode);

    [Theory]
    [InlineData("20227")]
    [InlineData("6273")]
    public async Task Who_gives_the_number_of_an_event_hears_that_its_text_holds_the_code(string number)
    {
        var run = await CliFixture.RunAsync(["explain", number]);

        Assert.Equal(5, run.ExitCode);
        Assert.Contains($"'adit log --event {number}'", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("6276")]
    [InlineData("6277")]
    [InlineData("6278")]
    public async Task Who_gives_the_number_of_an_event_of_quarantine_hears_that_there_is_none_here(string number)
    {
        var run = await CliFixture.RunAsync(["explain", number]);

        Assert.Equal(5, run.ExitCode);
        Assert.Contains("Adit has no quarantine", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain($"--event {number}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_explanation_as_JSON_has_the_number_in_every_notation()
    {
        var run = await CliFixture.RunAsync(["explain", "0x800B0101", "-o", "json"]);

        var windows = JsonDocument.Parse(run.Output).RootElement.GetProperty("windows");
        Assert.Equal((-2146762495, 2148204801u, "0x800B0101"),
            (windows.GetProperty("decimal").GetInt32(), windows.GetProperty("unsigned").GetUInt32(), windows.GetProperty("hex").GetString()));
    }

    [Theory]
    [InlineData("691: ", "E=691 R=1 C=0123456789ABCDEF0123456789ABCDEF V=3 M=Authentication failure")]
    [InlineData("691: ", "E=691", "R=1", "C=00", "V=3")]
    [InlineData("853: ", "CoId={6E7C2B9A-0000-4000-8000-000000000001}: The user EXAMPLE\\anna dialed a connection named Office 365 which has failed. The error code returned on failure is 853.")]
    [InlineData("0x800B0101: ", "CoId={6E7C2B9A-0000-4000-8000-000000000001}: Der Benutzer hat Office gew\u00e4hlt. Der Ursachencode lautet: -2146762495.")]
    [InlineData("0: ", "CoId={6E7C2B9A-0000-4000-8000-000000000001}: The user anna dialed a connection named Office which has failed. The error code returned on failure is 0.")]
    [InlineData("NPS-016: ", "Authentication failed.\r\nReason Code:\t\t16\r\nReason:\t\tAuthentication failed due to a user credentials mismatch.")]
    [InlineData("EAP-145: ", "adit connect failed.\n  Cause: The server does not accept our certificate (EAP-145, 853).")]
    [InlineData("0: ", "0")]
    [InlineData("A22: ", "a22")]
    [InlineData("691: ", "ERROR_AUTHENTICATION_FAILURE")]
    public async Task What_is_pasted_leads_to_its_code(string page, params string[] words) =>
        Assert.StartsWith(page, (await CliFixture.RunAsync(["explain", .. words])).Output, StringComparison.Ordinal);

    [Theory]
    [InlineData("16", "NPS-016: The password is wrong")]
    [InlineData("22", "NPS-022: ")]
    [InlineData("117", "NPS-117\n  reason  117 remote-server-silent: remote RADIUS server did not answer\n")]
    public async Task A_reason_of_a_policy_server_is_explained_or_at_least_named(string reason, string start) =>
        Assert.StartsWith(start, (await CliFixture.RunAsync(["explain", "--reason", reason])).Output, StringComparison.Ordinal);

    [Fact]
    public async Task A_reason_that_no_table_has_exits_with_5() => Assert.Equal(5, (await CliFixture.RunAsync(["explain", "4711", "--reason"])).ExitCode);

    [Fact]
    public async Task A_scenario_names_those_that_cannot_be_told_from_it() => Assert.Contains(
        "  at the server: A34, B02. ", (await CliFixture.RunAsync(["explain", "B02"])).Output, StringComparison.Ordinal);

    [Fact]
    public async Task What_this_servers_own_attempts_had_comes_first()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Attempts.Add(FakeServerControl.CreateAttempt(failureCode: "NPS-016"));

        var output = (await fixture.AskAsync("explain", "691")).Output;

        Assert.Contains("likeliest first ('adit explain ID')\n  A23  The password is wrong (seen here: 1)\n", output, StringComparison.Ordinal);
        Assert.Contains("\n  A22  The user name is unknown\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("691", "A22")]
    [InlineData("812", "A36")]
    [InlineData("13801", "C27")]
    [InlineData("13806", "C36")]
    [InlineData("13868", "D15")]
    [Scenario("C38", Linted = true)]
    [Scenario("D17", Linted = true)]
    public async Task A_code_that_articles_only_name_is_explained(string code, string scenario)
    {
        var output = (await CliFixture.RunAsync(["explain", code])).Output;

        Assert.StartsWith($"{code}: ", output, StringComparison.Ordinal);
        Assert.Contains($"\n  {scenario}  ", output, StringComparison.Ordinal);
    }
}
