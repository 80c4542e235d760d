namespace Adit.Diagnosis.Tests;

public sealed class CodeInTextTests
{
    [Theory]
    [InlineData("")]
    [InlineData("nothing to see")]
    [InlineData("event 20227")]
    [InlineData("\0\u001b[31m")]
    public void A_text_without_a_code_has_none(string text) => Assert.Null(CodeInText.Find(text));

    [Fact]
    public void A_long_text_is_read_in_bounds() => Assert.Null(CodeInText.Find(new string('E', 1_000_000)));

    [Fact]
    public void Our_own_code_counts_more_than_the_number_beside_it() =>
        Assert.Equal("PPP-202", Assert.IsType<FoundCode.Ours>(CodeInText.Find("(PPP-202, Windows 691)")).Entry.Code);
}
