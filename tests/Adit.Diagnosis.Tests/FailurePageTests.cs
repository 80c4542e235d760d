namespace Adit.Diagnosis.Tests;

public sealed class FailurePageTests
{
    private const string Page = """
        # PPP-301: The peer stopped answering

        - Side: Network
        - Windows: 829 ERROR_LINK_FAILURE (inferred)

        ## Cause
        A path that died,
        or a sleeping laptop.

        ## Evidence
        Silence.

        ## Remedy
        1. Dial again,
           and once more.
        2. Sleep less.
        """;

    [Fact]
    public void A_page_is_read_into_its_parts()
    {
        var entry = Parse(Page);

        Assert.Equal(("PPP-301", "The peer stopped answering", FailureSide.Network), (entry.Code, entry.Title, entry.Side));
        Assert.Equal((new WindowsCode(829), WindowsCodeSource.Inferred), (entry.Windows, entry.WindowsSource));
        Assert.Equal("A path that died, or a sleeping laptop.", entry.Cause);
        Assert.Equal(["Dial again, and once more.", "Sleep less."], entry.Remedy);
    }

    [Fact]
    public void A_failure_that_Windows_has_no_code_for_says_none() =>
        Assert.Null(Parse(Page.Replace("829 ERROR_LINK_FAILURE (inferred)", "none", StringComparison.Ordinal)).Windows);

    [Theory]
    [InlineData("PPP-301:", "PPP-302:")]
    [InlineData(": The peer stopped answering", "")]
    [InlineData("- Side: Network", "")]
    [InlineData("Network", "Nowhere")]
    [InlineData("Network", "7")]
    [InlineData("ERROR_LINK_FAILURE", "ERROR_IDLE_TIMEOUT")]
    [InlineData("(inferred)", "(guessed)")]
    [InlineData("(inferred)", "")]
    [InlineData("## Evidence", "## Evidents")]
    [InlineData("Silence.", "")]
    [InlineData("1. Dial", "- Dial")]
    public void A_page_that_departs_from_its_form_is_a_fault(string part, string replacement) =>
        Assert.Throws<FormatException>(() => Parse(Page.Replace(part, replacement, StringComparison.Ordinal)));

    private static FailureEntry Parse(string page) => FailurePage.Parse("PPP-301",
        page.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
