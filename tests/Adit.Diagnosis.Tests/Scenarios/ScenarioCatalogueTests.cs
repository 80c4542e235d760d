using System.Globalization;
using Adit.Diagnosis.Scenarios;

namespace Adit.Diagnosis.Tests.Scenarios;

public sealed class ScenarioCatalogueTests
{
    private static readonly (char Article, int Rows)[] Articles = [('A', 95), ('B', 29), ('C', 41), ('D', 17)];

    [Fact]
    public void Every_case_of_the_articles_has_its_scenario() => Assert.Equal(
        Articles.SelectMany(article => Enumerable.Range(1, article.Rows).Select(row => string.Create(CultureInfo.InvariantCulture, $"{article.Article}{row:00}"))),
        ScenarioCatalogue.All.Select(scenario => scenario.Id));

    [Fact]
    public void Every_scenario_is_of_a_group_at_either_place_and_no_group_is_empty()
    {
        Assert.All(ScenarioCatalogue.All, scenario => Assert.All(Enum.GetValues<ScenarioPlace>(), place =>
            Assert.Contains(scenario, ScenarioCatalogue.GroupOf(scenario, place).Members)));
        Assert.Equal([], ScenarioCatalogue.Groups.Where(group => group.Members.Count == 0).Select(group => group.Name));
    }

    [Fact]
    public void Every_code_that_proves_something_has_its_page() => Assert.Equal([], ScenarioCatalogue.All.SelectMany(scenario => scenario.Proofs)
        .Concat(ScenarioCatalogue.Groups.SelectMany(group => group.Proofs))
        .Select(proof => proof.Code).Where(code => FailureCatalogue.Find(code) is null));

    [Fact]
    [Scenario("B29", Linted = true)]
    public void Every_case_of_SSTP_that_the_server_meets_is_told_there_under_a_code_with_its_remedy() => Assert.Equal([], ScenarioCatalogue.All
        .Where(scenario => scenario.Id[0] == 'B' && scenario.Id != "B29" && scenario.ServerGroup is not ("never-arrived" or "no-certificate")) // ours never listens without one
        .Select(scenario => ScenarioCatalogue.GroupOf(scenario, ScenarioPlace.Server))
        .Where(group => !group.Members.SelectMany(member => member.Proofs).Any(proof => FailureCatalogue.Find(proof.Code) is { Remedy.Count: > 0 }))
        .Select(group => group.Name));

    [Fact]
    public void Every_code_that_is_shown_has_a_symbol() => Assert.Equal([], ScenarioCatalogue.All.SelectMany(scenario => scenario.Codes)
        .Where(shown => shown.Code.Symbol is null && shown.Code.Value != 0).Select(shown => shown.ToString()));

    [Fact]
    public void A_scenario_that_fails_has_a_code_and_no_code_twice() => Assert.All(ScenarioCatalogue.All, scenario =>
    {
        Assert.Equal(scenario.Effect is ScenarioEffect.Fails, scenario.Codes.Count > 0);
        Assert.Equal(scenario.Codes.Count, scenario.Codes.Select(shown => shown.Code).Distinct().Count());
    });

    [Fact]
    public void Words_are_short_enough_to_be_read_in_trouble() => Assert.All(ScenarioCatalogue.All, scenario =>
    {
        Assert.InRange(scenario.Symptom.Length, 5, 100);
        Assert.InRange(scenario.Cause.Length, 20, 250);
        Assert.InRange(scenario.Evidence.Length, 10, 250);
        Assert.InRange(scenario.Remedy.Count, 1, 4);
        Assert.All(scenario.Remedy, step => Assert.InRange(step.Length, 8, 250));
    });

    [Fact]
    public void A_code_leads_to_the_scenarios_that_show_it_documented_ones_first()
    {
        var shown = ScenarioCatalogue.FindShowing(new WindowsCode(649));

        Assert.Equal("A39", shown[0].Id);
        Assert.Contains(shown, scenario => scenario.Id == "A40");
    }
}
