using Adit.Protocols.Eap.Ttls;

namespace Adit.Protocols.Tests.Eap.Ttls;

public sealed class TtlsAvpTests
{
    [Theory]
    [InlineData("000000014000000C55736572", TtlsAvpCode.UserName, true, "55736572")]
    [InlineData("000000010000000955000000", TtlsAvpCode.UserName, false, "55")]
    [InlineData("0000001AC000000E00000137AABB0000", TtlsAvpCode.MsChap2Success, true, "AABB")]
    [InlineData("0000004F00000008", TtlsAvpCode.EapMessage, false, "")]
    public void An_AVP_is_written_as_it_was_read(string bytes, object code, bool isMandatory, string value)
    {
        Assert.True(TtlsAvp.TryParse(Convert.FromHexString(bytes), out var avps));

        var avp = Assert.Single(avps);
        Assert.Equal((code, isMandatory, value), (avp.Code, avp.IsMandatory, Convert.ToHexString(avp.Value.Span)));
        Assert.Equal(bytes, Convert.ToHexString(avp.ToBytes()));
    }

    [Fact]
    public void Each_begins_at_a_multiple_of_four()
    {
        Assert.True(TtlsAvp.TryParse(Convert.FromHexString("000000010000000955000000" + "0000000200000009AA"), out var avps));

        Assert.Equal([TtlsAvpCode.UserName, TtlsAvpCode.UserPassword], avps.Select(avp => avp.Code));
    }

    [Theory]
    [InlineData("00000001400000")]
    [InlineData("0000000140000007")] // shorter than its header
    [InlineData("000000018000000A00000137")] // shorter than its header with a vendor
    [InlineData("0000000140FFFFFF55")]
    [InlineData("000000014000000D55736572")]
    public void What_does_not_end_where_it_should_is_nothing(string bytes) =>
        Assert.False(TtlsAvp.TryParse(Convert.FromHexString(bytes), out _));

    [Fact]
    public void Absurdly_many_are_nothing() => Assert.False(
        TtlsAvp.TryParse((byte[])[.. Enumerable.Range(0, 1000).SelectMany(_ => Convert.FromHexString("0000000100000008"))], out _));

    [Fact]
    public void None_prints_its_value() => Assert.Equal("UserPassword", new TtlsAvp(TtlsAvpCode.UserPassword, true, "secret"u8.ToArray()).ToString());
}
