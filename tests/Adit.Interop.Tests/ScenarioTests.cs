namespace Adit.Interop.Tests;

/// <summary>
/// Scenarios of the catalogue, provoked: the client says the code that Windows shows and names the group to which the scenario belongs,
/// and where the server met the call, its record names group or scenario. Neither is told what was done.
/// </summary>
public sealed class ScenarioTests(ScenarioFixture lab, ITestOutputHelper output) : IClassFixture<ScenarioFixture>
{
    [Theory]
    [InlineData("ghost", "691", "credentials", "A22")]
    [InlineData("wrong", "691", "credentials", "A23")]
    [InlineData("realm", "691", "credentials", "A24")]
    [InlineData("locked", "691", "credentials", "locked")]
    [InlineData("ellen", "647", "disabled", "A27")]
    [InlineData("diana", "647", "disabled", "A28")]
    [InlineData("harry", "646", "hours", "A29")]
    [InlineData("paula", "649", "denied", "A39")]
    [InlineData("conrad", "649", "denied", "A40")]
    [InlineData("wilma", "649", "denied", "A41")]
    [InlineData("wanda", "649", "denied", "A42")]
    [InlineData("nils", "649", "denied", "A38")]
    [Scenario("A22")]
    [Scenario("A23")]
    [Scenario("A24")]
    [Scenario("A26")]
    [Scenario("A27")]
    [Scenario("A28")]
    [Scenario("A29")]
    [Scenario("A32")]
    [Scenario("A38")]
    [Scenario("A39")]
    [Scenario("A40")]
    [Scenario("A41")]
    [Scenario("A42")]
    public async Task Who_is_refused_hears_Windows_number_and_the_record_names_the_case(string call, string windows, string atClient, string atServer)
    {
        await IsSaidAsync(call, windows, atClient);

        var why = (await lab.FindAsync(call)).Why!.Value;
        Assert.Equal([atServer], why.GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("name").GetString()));
    }

    [Fact]
    [Scenario("B23", Seen = "0x80070040")]
    public async Task Whose_TLS_ends_on_the_way_is_found_out_by_the_binding_and_the_server_names_it_and_who_may_have_done_it()
    {
        await IsSaidAsync("inspected", "0x80070040", "binding");

        var why = (await lab.FindAsync("inspected")).Why!.Value;
        Assert.Equal(["B23"], why.GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("name").GetString()));
        Assert.Contains("tls-inspection", why.GetProperty("explanation").GetProperty("conditions").EnumerateArray().Select(one => one.GetProperty("id").GetString()));
    }

    [Theory]
    [InlineData("unresolved", "868", "name-unresolved")]
    [InlineData("no-way", "800", "no-way")]
    [InlineData("firewalled", "809", "silent-port")]
    [InlineData("filtered-in", "809", "silent-port")]
    [InlineData("filtered-out", "809", "silent-port")]
    [InlineData("cut", "809", "silent-port")]
    [InlineData("loopback", "809", "refused-port")]
    [InlineData("nowhere", "809", "refused-port")]
    [InlineData("stopped", "809", "refused-port")]
    [InlineData("full", "0x800704C9", "full")]
    [InlineData("proxy", "0x80072EFD", "intercepted")]
    [Scenario("A01")]
    [Scenario("A02")]
    [Scenario("A08")]
    [Scenario("A10")]
    [Scenario("A11")]
    [Scenario("A21")]
    [Scenario("A33")]
    [Scenario("A51")]
    [Scenario("A93")]
    [Scenario("A94")]
    [Scenario("A95")]
    [Scenario("B01")]
    [Scenario("B03")]
    [Scenario("B04")]
    [Scenario("B05")]
    [Scenario("B16")]
    [Scenario("B17")]
    [Scenario("B20")]
    [Scenario("B24")]
    [Scenario("B25")]
    [Scenario("B26")]
    [Scenario("B27")]
    [Scenario("B28")]
    public Task Who_does_not_reach_the_server_hears_Windows_number_and_its_group(string call, string windows, string atClient) => IsSaidAsync(call, windows, atClient);

    [Theory]
    [InlineData("address", "0x800B010F", "server-name")]
    [InlineData("expired", "0x800B0101", "server-dates")]
    [InlineData("for-clients", "0x800B0110", "server-purpose")]
    [InlineData("other-root", "0x800B0109", "server-root")]
    [InlineData("closing", "0x80070040", "tls-closed")]
    [InlineData("foreign", null, "foreign-listener")]
    [Scenario("B07")]
    [Scenario("B08")]
    [Scenario("B09")]
    [Scenario("B11")]
    [Scenario("B13")]
    [Scenario("B18")]
    [Scenario("B22")]
    [Scenario("D01")]
    [Scenario("D06")]
    public Task Who_is_shown_a_wrong_certificate_hears_Windows_number_and_its_group(string call, string? windows, string atClient) => IsSaidAsync(call, windows, atClient);

    private async Task IsSaidAsync(string call, string? windows, string atClient)
    {
        var outcome = await lab.FindAsync(call);
        output.WriteLine(outcome.Output);

        var (_, shown, cases) = outcome.ReadEnd();
        Assert.Equal((windows ?? shown, atClient), (shown, string.Join(' ', cases)));
    }
}
