using Adit.Protocols.Eap;
using Adit.Protocols.Eap.Peap;

namespace Adit.Protocols.Tests.Eap.Peap;

public sealed class PeapExtensionsTests
{
    private const string Success = "800300020001";
    private static readonly string Binding = "000C0038" + new string('0', 112);

    [Theory]
    [InlineData(Success)]
    [InlineData("800300020002")]
    public void A_result_is_written_as_it_was_read(string data)
    {
        Assert.True(PeapExtensions.TryParse(Convert.FromHexString(data), out var extensions));
        Assert.Equal(data, Convert.ToHexString(extensions.ToBytes()));
    }

    [Fact]
    public void A_binding_stands_before_the_result_or_behind_it()
    {
        Assert.True(PeapExtensions.TryParse(Convert.FromHexString(Binding + Success), out var extensions));
        Assert.NotNull(extensions.Binding);
        Assert.Equal(Success + Binding, Convert.ToHexString(extensions.ToBytes()));
    }

    [Fact]
    public void What_nobody_must_know_is_passed_over() =>
        Assert.True(PeapExtensions.TryParse(Convert.FromHexString(Success + "00070004000001AB"), out _));

    [Theory]
    [InlineData("")]
    [InlineData("8003000200")] // ends too early
    [InlineData("8003FFFF0001")] // a length that lies
    [InlineData("80030001")] // no value
    [InlineData("800300020000")] // no result there is
    [InlineData("800300020003")]
    [InlineData(Success + Success)] // says it twice
    [InlineData("80040006000000000003")] // what it insists on and we do not know
    [InlineData(Success + "80070000")]
    [InlineData(Success + "000C0001AA")] // a binding that is too short
    public void What_is_not_whole_or_not_ours_is_nothing(string data) =>
        Assert.False(PeapExtensions.TryParse(Convert.FromHexString(data), out _));

    [Fact]
    public void Two_bindings_are_nothing() => Assert.False(PeapExtensions.TryParse(Convert.FromHexString(Success + Binding + Binding), out _));

    [Fact]
    public void Absurdly_many_are_nothing() => Assert.False(PeapExtensions.TryParse(new byte[4 * 1000], out _));

    [Fact]
    public void Packets_lose_their_header_inside_and_get_it_back()
    {
        var identity = new EapPacket(EapCode.Response, 7, EapType.Identity, "User"u8.ToArray());

        var inside = PeapFraming.Compress(identity);
        Assert.Equal("01" + Convert.ToHexString("User"u8), Convert.ToHexString(inside));

        Assert.True(PeapFraming.TryExpand(inside, EapCode.Response, 7, out var expanded));
        Assert.Equal(identity.ToBytes(), expanded.ToBytes());
    }

    [Fact]
    public void PEAP_s_own_packets_keep_their_header()
    {
        var result = new EapPacket(EapCode.Request, 9, EapType.TlvExtensions, Convert.FromHexString(Success));

        var inside = PeapFraming.Compress(result);

        Assert.Equal(result.ToBytes(), inside);
        Assert.True(PeapFraming.TryExpand(inside, EapCode.Request, 0, out var expanded));
        Assert.Equal((9, EapType.TlvExtensions), (expanded.Identifier, expanded.Type));
    }

    [Fact]
    public void EAP_Success_inside_is_none_without_a_header_to_say_so()
    {
        Assert.True(PeapFraming.TryExpand(Convert.FromHexString("03070004"), EapCode.Response, 7, out var packet));
        Assert.Equal((EapCode.Response, EapType.Nak), (packet.Code, packet.Type));
    }
}
