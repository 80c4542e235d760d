using System.Text.RegularExpressions;
using Adit.Protocols;

namespace Adit.Diagnosis.Tests;

public sealed partial class FailureCatalogueTests
{
    [Fact]
    public void Every_page_is_of_one_of_our_codes_or_of_a_code_of_Windows() =>
        Assert.All(FailureCatalogue.All, entry => Assert.True(OurCode().IsMatch(entry.Code) == FailureCatalogue.IsOurs(entry), entry.Code));

    [Fact]
    public void A_page_about_a_code_of_Windows_is_named_as_Windows_shows_it() => Assert.All(
        FailureCatalogue.All.Where(entry => !FailureCatalogue.IsOurs(entry)),
        entry => Assert.Equal(entry.Code, entry.Windows?.ToString().Split(' ')[0]));

    [Fact]
    public void Words_are_short_enough_to_be_read_in_trouble()
    {
        Assert.All(FailureCatalogue.All, entry =>
        {
            Assert.InRange(entry.Title.Length, 5, 70);
            Assert.InRange(entry.Cause.Length, 20, 400);
            Assert.InRange(entry.Remedy.Count, 1, 6);
            Assert.All(entry.Remedy, step => Assert.InRange(step.Length, 10, 250));
        });
    }

    [Fact]
    public void A_code_is_found_in_any_case() => Assert.Equal("PPP-301", FailureCatalogue.Find(" ppp-301 ")?.Code);

    [Fact]
    public void A_code_of_Windows_leads_to_our_failures_that_it_stands_for() =>
        Assert.Contains(FailureCatalogue.FindShownAs(new WindowsCode(829)), entry => entry.Code == "PPP-301");

    [Fact]
    public void A_failure_has_the_code_that_Windows_shows_for_it() =>
        Assert.Equal("829 ERROR_LINK_FAILURE", ClientCodes.Find(new Known())?.ToString());

    [Fact]
    public void A_failure_without_a_page_has_no_code_of_Windows() => Assert.Null(ClientCodes.Find(new Unknown()));

    [GeneratedRegex("^[A-Z]{3,6}-[0-9]{3}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OurCode();

    private sealed record Known() : Failure("PPP-301");

    private sealed record Unknown() : Failure("XYZ-999");
}
