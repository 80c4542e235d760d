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
}
