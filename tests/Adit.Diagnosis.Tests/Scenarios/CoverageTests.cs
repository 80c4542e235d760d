using System.Text.RegularExpressions;
using Adit.Diagnosis.Scenarios;

namespace Adit.Diagnosis.Tests.Scenarios;

public sealed class CoverageTests
{
    private static readonly string Root = Path.GetFullPath("../../../..", AppContext.BaseDirectory.TrimEnd('/'));

    private static readonly IReadOnlyList<ScenarioTest> Tests = ScenarioTest.FindAll(Path.Combine(Root, "tests"));

    [Fact]
    public void The_page_is_what_the_tests_say()
    {
        var page = CoveragePage.Write(Tests);
        File.WriteAllText(Path.Combine(Root, "artifacts", "coverage.md"), page);

        Assert.True(page == File.ReadAllText(Path.Combine(Root, "docs", "failures", "coverage.md")),
            "docs/failures/coverage.md is out of date: copy artifacts/coverage.md there.");
    }

    [Fact]
    public void A_test_covers_a_scenario_that_there_is() =>
        Assert.Equal([], Tests.Select(test => test.Id).Where(id => ScenarioCatalogue.Find(id) is null));

    [Fact]
    public void Every_attribute_is_found_by_the_reader_of_sources() => Assert.Equal(
        Directory.EnumerateFiles(Path.Combine(Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Sum(file => Regex.Count(File.ReadAllText(file), """^    \[.*\bScenario\("[A-D]""", RegexOptions.Multiline, TimeSpan.FromSeconds(5))),
        Tests.Count);
}
