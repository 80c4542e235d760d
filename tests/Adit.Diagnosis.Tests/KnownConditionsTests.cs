using Adit.Diagnosis.Scenarios;

namespace Adit.Diagnosis.Tests;

public sealed class KnownConditionsTests
{
    [Fact]
    public void Every_code_and_scenario_of_a_condition_is_known() => Assert.Equal([], KnownConditions.All
        .SelectMany(condition => condition.Codes.Where(code => FailureCatalogue.Find(code) is null)
            .Concat(condition.Scenarios.Where(id => ScenarioCatalogue.Find(id) is null))));

    [Fact]
    public void A_condition_is_found_by_code_and_by_scenario()
    {
        Assert.Contains(KnownConditions.Find("ssTP-303"), condition => condition.Id == "tls-inspection");
        Assert.Contains(KnownConditions.Find("C40"), condition => condition.Id == "nps-2019-firewall");
        Assert.Empty(KnownConditions.Find("PPP-301"));
    }

    [Theory]
    [InlineData("SSTP-303", "", "tls-inspection")]
    [InlineData("NPS-016", "eap.method=tls", "strong-mapping")]
    [InlineData("NPS-016", "ppp.authentication=MS-CHAPv2", "")]
    [InlineData("EAP-141", "method=Peap", "windows-preview-peap")]
    [InlineData("EAP-141", "method=MsChapV2", "")]
    [InlineData("RAD-110", "", "nps-2019-firewall blastradius")]
    public void A_condition_is_named_only_where_the_evidence_fits(string code, string facts, string conditions)
    {
        var item = new EvidenceItem(code, facts.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(fact => fact.Split('=')).ToDictionary(fact => fact[0], fact => fact[1], StringComparer.Ordinal));

        var found = KnownConditions.FindFitting(new Evidence(ScenarioPlace.Server, [item]));

        Assert.Equal(conditions.Split(' ', StringSplitOptions.RemoveEmptyEntries), found.Select(condition => condition.Id));
    }
}
