using System.Text.Json;

namespace Adit.Cli.Tests;

public sealed class ExplainTests
{
    [Theory]
    [InlineData("0x800B0101")]
    [InlineData("800B0101")]
    [InlineData("-2146762495")]
    [InlineData("2148204801")]
    [InlineData("CERT_E_EXPIRED")]
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

    [Fact]
    public async Task An_explanation_as_JSON_has_the_number_in_every_notation()
    {
        var run = await CliFixture.RunAsync(["explain", "0x800B0101", "-o", "json"]);

        var windows = JsonDocument.Parse(run.Output).RootElement.GetProperty("windows");
        Assert.Equal((-2146762495, 2148204801u, "0x800B0101"),
            (windows.GetProperty("decimal").GetInt32(), windows.GetProperty("unsigned").GetUInt32(), windows.GetProperty("hex").GetString()));
    }
}
