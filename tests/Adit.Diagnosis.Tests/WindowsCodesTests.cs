namespace Adit.Diagnosis.Tests;

public sealed class WindowsCodesTests
{
    private static readonly WindowsCode Expired = new(-2146762495);

    [Theory]
    [InlineData("-2146762495")]
    [InlineData("2148204801")]
    [InlineData("0x800B0101")]
    [InlineData("0X800b0101")]
    [InlineData("800B0101")]
    [InlineData(" 800b0101 ")]
    [InlineData("CERT_E_EXPIRED")]
    [InlineData("cert_e_expired")]
    public void A_code_is_read_in_every_notation_that_people_use(string text)
    {
        Assert.True(WindowsCodes.TryParse(text, out var code));
        Assert.Equal(Expired, code);
    }

    [Fact] // row D02
    public void Every_code_of_the_table_is_read_back_in_every_notation()
    {
        foreach (var code in WindowsCodes.All)
        {
            string[] notations = [code.Decimal, unchecked((uint)code.Value).ToString(System.Globalization.CultureInfo.InvariantCulture), code.Hex];
            Assert.All(notations, text => Assert.True(WindowsCodes.TryParse(text, out var read) && read == code, text));
        }
    }

    [Fact]
    public void Every_symbol_of_the_table_leads_to_its_code() =>
        Assert.All(WindowsCodes.All, code => Assert.All(code.Symbol!.Split(" or "), symbol =>
            Assert.True(WindowsCodes.TryParse(symbol, out var read) && read == code, symbol)));

    [Theory]
    [InlineData("80092013", unchecked((int)0x80092013))] // no table knows the decimal number
    [InlineData("13801", 13801)]
    [InlineData("853", 853)]
    public void Of_two_readings_the_known_one_is_taken(string text, int value)
    {
        Assert.True(WindowsCodes.TryParse(text, out var code));
        Assert.Equal(value, code.Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("0x")]
    [InlineData("0x123456789")]
    [InlineData("4294967296")]
    [InlineData("-2147483649")]
    [InlineData("8.5.3")]
    [InlineData("B0101")]
    [InlineData("PPP-301")]
    public void What_is_no_code_is_refused(string? text) => Assert.False(WindowsCodes.TryParse(text, out _));

    [Fact]
    public void A_wrapped_Win32_error_is_named_by_what_it_wraps() =>
        Assert.Equal("0x80070040 HRESULT_FROM_WIN32(ERROR_NETNAME_DELETED)", new WindowsCode(unchecked((int)0x80070040)).ToString());

    [Fact]
    public void An_unknown_code_has_no_symbol() => Assert.Null(new WindowsCode(424242).Symbol);
}
