using Adit.Diagnosis.Scenarios;

namespace Adit.Interop.Tests;

/// <summary>
/// Scenarios of the catalogue, provoked: the client says the code that Windows shows and names the group to which the scenario belongs, and
/// so does the doctor from its place; where the server met the call, its record names group or scenario, and where the fault is the
/// server's own, the doctor there does. None of them is told what was done.
/// </summary>
public sealed class ScenarioTests(ScenarioFixture lab, ITestOutputHelper output) : IClassFixture<ScenarioFixture>
{
    [Theory]
    [InlineData("ghost", "691", "credentials", "A22")]
    [InlineData("wrong", "691", "credentials", "A23")]
    [InlineData("realm", "691", "credentials", "A24")]
    [InlineData("shut", "691", "credentials", "A26")]
    [InlineData("locked", "691", "credentials", "A32")]
    [InlineData("ellen", "647", "disabled", "A27")]
    [InlineData("diana", "647", "disabled", "A28")]
    [InlineData("harry", "646", "hours", "A29")]
    [InlineData("paula", "649", "denied", "A39")]
    [InlineData("conrad", "649", "denied", "A40")]
    [InlineData("wilma", "649", "denied", "A41")]
    [InlineData("wanda", "649", "denied", "A42")]
    [InlineData("nils", "649", "denied", "A38")]
    [InlineData("amos", "691", "credentials", "A25")]
    [InlineData("peter", "648", "password-expired", "A30")]
    [InlineData("ada", "709", "password-expired", "A31")]
    [InlineData("nora", "691", "credentials", "A58")]
    [InlineData("rita", "719", "no-authority", "authority-silent")]
    [InlineData("stella", "719", "no-authority", "authority-silent")]
    [InlineData("codepage", "691", "credentials", "A19")]
    [InlineData("no-ipv4", "733", "no-protocol", "A50")]
    [Scenario("A19")]
    [Scenario("A22")]
    [Scenario("A23")]
    [Scenario("A24")]
    [Scenario("A25")]
    [Scenario("A26")]
    [Scenario("A27")]
    [Scenario("A28")]
    [Scenario("A29")]
    [Scenario("A30")]
    [Scenario("A31")]
    [Scenario("A32")]
    [Scenario("A38")]
    [Scenario("A39")]
    [Scenario("A40")]
    [Scenario("A41")]
    [Scenario("A42")]
    [Scenario("A50")]
    [Scenario("A58")]
    [Scenario("A59")]
    public async Task Who_is_refused_hears_Windows_number_and_the_record_names_the_case(string call, string windows, string atClient, string atServer)
    {
        await IsSaidAsync(call, windows, atClient);

        Assert.Equal([atServer], (await lab.FindAsync(call)).AtServer);
    }

    [Theory]
    [InlineData("eap-8-bit", "error 691", "A17")]
    [InlineData("pap-8-bit", "Access-Reject", "A18")]
    [Scenario("A17")]
    [Scenario("A18")]
    public async Task Whose_name_is_read_wrongly_is_refused_over_RADIUS_and_the_record_names_the_case(string call, string told, string atServer)
    {
        var outcome = await lab.FindAsync(call);

        Assert.Contains(told, outcome.Output, StringComparison.Ordinal);
        Assert.Equal([atServer], outcome.AtServer);
    }

    [Fact]
    [Scenario("A20")]
    public async Task Where_clients_disagree_about_names_one_is_refused_either_way_and_both_get_in_once_both_are_read()
    {
        Assert.Contains("Access-Reject", (await lab.FindAsync("pap-8-bit")).Output, StringComparison.Ordinal);
        Assert.Equal("691", (await lab.FindAsync("codepage")).ReadEnd().Windows);

        Assert.Contains("Access-Accept", (await lab.FindAsync("auto-8-bit")).Output, StringComparison.Ordinal);
        Assert.Contains("Access-Accept", (await lab.FindAsync("auto-utf-8")).Output, StringComparison.Ordinal);
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
    [InlineData("pinned", "809", "refused-port")]
    [InlineData("off", "809", "refused-port")]
    [InlineData("drained", "809", "refused-port")]
    [InlineData("moved", "809", "refused-port")]
    [InlineData("stopped", "809", "refused-port")]
    [InlineData("full", "0x800704C9", "full")]
    [InlineData("full-of-sstp", "0x800704C9", "full")]
    [InlineData("proxy", "0x80072EFD", "intercepted")]
    [Scenario("A01")]
    [Scenario("A02")]
    [Scenario("A08")]
    [Scenario("A10")]
    [Scenario("A11")]
    [Scenario("A21")]
    [Scenario("A33")]
    [Scenario("A34")]
    [Scenario("A35")]
    [Scenario("A51")]
    [Scenario("A52")]
    [Scenario("A93")]
    [Scenario("A94")]
    [Scenario("A95")]
    [Scenario("B01")]
    [Scenario("B02")]
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
    public async Task Who_does_not_reach_the_server_hears_Windows_number_and_its_group_and_leaves_no_record(string call, string windows, string atClient)
    {
        await IsSaidAsync(call, windows, atClient);

        Assert.Null((await lab.FindAsync(call)).Why);
    }

    [Theory]
    [InlineData("address", "0x800B010F", "server-name")]
    [InlineData("expired", "0x800B0101", "server-dates")]
    [InlineData("for-clients", "0x800B0110", "server-purpose")]
    [InlineData("other-root", "0x800B0109", "server-root")]
    [InlineData("closing", "0x80070040", "tls-closed")]
    [InlineData("foreign", null, "foreign-listener")]
    [Scenario("A56")]
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

    /// <summary>What goes wrong in the lab at large, the doctor on the server says at every time; beside it, what was done at that time alone.</summary>
    [Theory]
    [InlineData("running")]
    [InlineData("full", "DOC-120 A51")]
    [InlineData("full-of-sstp", "DOC-120 B01")]
    [InlineData("off", "DOC-127 A35")]
    [InlineData("drained", "DOC-126 access-off")]
    [InlineData("no-ipv4", "DOC-135 A50")]
    [InlineData("codepage", "DOC-134 A20")]
    [InlineData("no-certificate", "DOC-136 B06")]
    [InlineData("wrong-port", "DOC-104 B26")]
    [InlineData("moved", "DOC-137 wrong-port")]
    public void The_doctor_on_the_server_names_what_is_wrong_there_and_nothing_else(string time, params string[] findings)
    {
        var found = lab.FindDiagnosis(time);
        output.WriteLine(found.Text);

        Assert.Equal(ScenarioFixture.FindLasting(time).Concat(findings).Order(StringComparer.Ordinal), found.Named.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("NET-108")]
    [InlineData("NET-106")]
    [Scenario("B29", Linted = true)]
    public void What_ends_a_call_without_a_name_is_listed_with_its_code(string code) => Assert.Contains(code, lab.Failed, StringComparison.Ordinal);

    [Fact]
    public void The_doctor_on_a_server_that_is_stopped_names_that_and_not_what_follows_from_it()
    {
        var found = lab.FindDiagnosis("stopped");
        output.WriteLine(found.Text);

        Assert.Contains("DOC-101 service-down", found.Named);
        Assert.DoesNotContain(found.Named, finding => finding.StartsWith("DOC-102", StringComparison.Ordinal));
    }

    private async Task IsSaidAsync(string call, string? windows, string atClient)
    {
        var outcome = await lab.FindAsync(call);
        output.WriteLine(outcome.Output);
        output.WriteLine(outcome.Doctor?.Text ?? "");

        var (_, shown, cases) = outcome.ReadEnd();
        output.WriteLine($"seen {shown}; documented {string.Join(" or ", DocumentedIn(atClient))}");
        Assert.Equal((windows ?? shown, atClient), (shown, string.Join(' ', cases)));
        if (outcome.Doctor is { } doctor)
            Assert.Equal([atClient], doctor.BadGroups);
    }

    /// <summary>Where a document has another code than is seen, both are in the test's output.</summary>
    private static IEnumerable<string> DocumentedIn(string group) => ScenarioCatalogue.Groups
        .Single(one => one.Place is ScenarioPlace.Client && one.Name == group).Members
        .SelectMany(scenario => scenario.Codes).Where(code => !code.IsProposed).Select(code => code.ToString()).Distinct();
}
