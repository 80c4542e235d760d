using Adit.Protocols.Eap;
using Adit.Protocols.Ppp;
using Adit.Protocols.Radius;

namespace Adit.Protocols.Tests.Radius;

public sealed class AccessRequestTests
{
    private static readonly Guid Correlation = new("0f0e0d0c-0b0a-0908-0706-050403020100");

    [Fact]
    public void A_request_is_written_as_the_attributes_of_the_RFCs()
    {
        var bytes = Request(Exchange("alice")).ToBytes();

        var expected = "01" // Access-Request
            + "0107" + "616c696365" // User-Name
            + "1a18" + "00000137" + "0b12" + "00112233445566778899aabbccddeeff" // MS-CHAP-Challenge
            + "1a3a" + "00000137" + "1934" + "0700" + "0f0e0d0c0b0a09080706050403020100" + "0000000000000000"
            + "000102030405060708090a0b0c0d0e0f1011121314151617" // MS-CHAP2-Response
            + "0606" + "00000002" + "0706" + "00000001" + "3d06" + "00000005" // Framed, PPP, Virtual
            + "2c05" + "732d31" + "2004" + "6777" + "1f0b" + "3139322e302e322e31" // session, gateway, client
            + "1a2e" + "00000137" + "3828" + "7b30463045304430432d304230412d303930382d303730362d3035303430333032303130307d";
        Assert.Equal(expected, Convert.ToHexStringLower(bytes));
    }

    [Fact]
    public void A_request_comes_back_as_it_was()
    {
        var sent = Request(Exchange("EXAMPLE\\älice"));

        Assert.True(AccessRequest.TryParse(sent.ToBytes(), out var received));

        Assert.Equal(sent with { Credentials = received.Credentials }, received);
        var exchange = Assert.IsType<AccessCredentials.MsChapV2>(received.Credentials).Exchange;
        Assert.Equal(sent.UserName, exchange.UserName);
        Assert.Equal(7, exchange.Identifier);
        Assert.Equal(sent.ToBytes(), received.ToBytes());
    }

    [Fact]
    public void A_name_longer_than_an_attribute_runs_on_in_the_next()
    {
        var name = new string('ü', 256);

        Assert.True(AccessRequest.TryParse(Request(Exchange(name)).ToBytes(), out var received));

        Assert.Equal(name, received.UserName);
    }

    [Fact]
    public void A_name_that_is_not_UTF8_keeps_its_bytes_since_the_response_is_a_hash_over_them()
    {
        var sent = Exchange("älice") with { NameIsLatin1 = true };

        Assert.True(AccessRequest.TryParse(Request(sent).ToBytes(), out var received));

        Assert.Equal(sent.EncodeUserName(), Assert.IsType<AccessCredentials.MsChapV2>(received.Credentials).Exchange.EncodeUserName());
    }

    [Fact]
    public void A_session_that_is_authorized_anew_comes_back_as_it_was_and_never_from_the_network()
    {
        var sent = Request(Exchange("alice")) with
        {
            Credentials = new AccessCredentials.AuthorizeOnly("alice", new byte[] { 1, 2, 3 }, PppMethod.Eap, (EapType)25),
            Attributes = AccessAttributes.OfTunnel with { ServiceType = AccessCredentials.AuthorizeOnly.ServiceType },
            EapMethod = (EapType)25,
        };

        Assert.True(AccessRequest.TryParse(sent.ToBytes(), out var received));

        Assert.Equal(sent.ToBytes(), received.ToBytes());
        Assert.Equal((EapType)25, received.EapMethod);
        Assert.Equal("010203", Convert.ToHexString(Assert.IsType<AccessCredentials.AuthorizeOnly>(received.Credentials).State.Span));
        Assert.False(AccessRequest.TryParseForeign(sent.ToBytes(), new AccessClient("other", "192.0.2.1", null), out _));
    }

    [Fact]
    public void A_change_of_password_comes_back_as_it_was()
    {
        var sent = Request(Exchange("älice")) with { Credentials = new AccessCredentials.MsChapV2Changed(Change()) };

        Assert.True(AccessRequest.TryParse(sent.ToBytes(), out var received));

        var change = Assert.IsType<AccessCredentials.MsChapV2Changed>(received.Credentials).Change;
        Assert.Equal(Change().EncryptedPassword.ToArray(), change.EncryptedPassword.ToArray());
        Assert.Equal(sent.ToBytes(), received.ToBytes());
        Assert.Contains("Credentials = MsChapV2Changed,", received.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_of_password_is_laid_out_as_RFC_2548_has_it()
    {
        var hex = Convert.ToHexStringLower(
            (Request(Exchange("alice")) with { Credentials = new AccessCredentials.MsChapV2Changed(Change()) }).ToBytes());

        Assert.Contains("1a4c" + "00000137" + "1b46" + "0707", hex, StringComparison.Ordinal); // MS-CHAP2-CPW: 70, code 7, identifier
        Assert.Contains("1aff" + "00000137" + "06f9" + "06070001", hex, StringComparison.Ordinal); // MS-CHAP-NT-Enc-PW, the first part
        Assert.Contains("1aff" + "00000137" + "06f9" + "06070002", hex, StringComparison.Ordinal);
        Assert.Contains("1a2a" + "00000137" + "0624" + "06070003", hex, StringComparison.Ordinal); // 516 - 2 * 243 = 30
    }

    [Theory]
    [InlineData("06070001", "06070003")] // a part twice, another missing
    [InlineData("06070001", "05070001")] // another code
    [InlineData("06070002", "06070005")] // a gap
    [InlineData("1b460707", "1b460607")] // another code
    public void A_change_with_wrong_parts_is_none(string was, string becomes)
    {
        var hex = Convert.ToHexStringLower(
            (Request(Exchange("alice")) with { Credentials = new AccessCredentials.MsChapV2Changed(Change()) }).ToBytes());

        Assert.False(AccessRequest.TryParse(Convert.FromHexString(hex.Replace(was, becomes, StringComparison.Ordinal)), out _));
    }

    [Fact]
    public void A_password_comes_back_as_it_was()
    {
        var sent = Request(Exchange("alice")) with { Credentials = new AccessCredentials.Pap("alice", "open sesame"u8.ToArray()) };

        Assert.True(AccessRequest.TryParse(sent.ToBytes(), out var received));

        Assert.Equal("open sesame"u8, Assert.IsType<AccessCredentials.Pap>(received.Credentials).Password.Span);
    }

    [Fact]
    public void A_request_never_prints_its_credentials()
    {
        var printed = Request(Exchange("alice")).ToString();

        Assert.Contains("Credentials = MsChapV2,", printed, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_truncation_is_refused_or_lacks_only_what_is_optional()
    {
        var whole = Request(Exchange("alice")).ToBytes();
        var withoutCorrelation = (Request(Exchange("alice")) with { CorrelationId = null }).ToBytes().Length;

        for (var length = 0; length < whole.Length; length++)
            Assert.Equal(length == withoutCorrelation, AccessRequest.TryParse(whole.AsMemory(0, length), out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("01")]
    [InlineData("020107616c696365")] // an accept
    [InlineData("010100")] // an attribute shorter than its header
    [InlineData("0101ff61")] // an attribute longer than the message
    [InlineData("011a0500000137")] // a vendor attribute cut short
    [InlineData("011a08000001370b00")] // a vendor's attribute shorter than its header
    public void What_is_no_request_is_refused(string hex) => Assert.False(AccessRequest.TryParse(Convert.FromHexString(hex), out _));

    [Fact]
    public void A_message_of_too_many_attributes_is_refused()
    {
        var valid = Request(Exchange("alice")).ToBytes();
        byte[] crowd = [.. valid, .. Enumerable.Repeat<byte[]>([200, 2], 256).SelectMany(part => part)];

        Assert.False(AccessRequest.TryParse(crowd, out _));
    }

    private static AccessRequest Request(MsChapV2Exchange exchange) =>
        new(new AccessCredentials.MsChapV2(exchange), "s-1", "gw", "192.0.2.1", Correlation);

    private static MsChapV2Change Change() => new(
        Exchange("älice"), Enumerable.Range(0, 516).Select(i => (byte)(i * 7)).ToArray(), Enumerable.Repeat((byte)0xee, 16).ToArray());

    private static MsChapV2Exchange Exchange(string userName) => new(
        Identifier: 7,
        userName,
        Convert.FromHexString("00112233445566778899aabbccddeeff"),
        Convert.FromHexString("0f0e0d0c0b0a09080706050403020100"),
        Convert.FromHexString("000102030405060708090a0b0c0d0e0f1011121314151617"));
}
