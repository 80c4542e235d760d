using Adit.Protocols.Crypto;

namespace Adit.Protocols.Tests.Crypto;

public sealed class DesTests
{
    [Theory]
    [InlineData("00000000000000", "0000000000000000", "8ca64de9c1b123a7")] // weak
    [InlineData("ffffffffffffff", "ffffffffffffffff", "7359b2163e4edc58")] // weak
    public void A_weak_key_encrypts_like_any_other(string key, string block, string expected)
    {
        var result = new byte[Des.BlockLength];

        Des.Encrypt(Convert.FromHexString(key), Convert.FromHexString(block), result);

        Assert.Equal(expected, Convert.ToHexStringLower(result));
    }

    [Fact]
    public void The_textbook_vector_comes_out()
    {
        // FIPS 46's worked example: key 133457799BBCDFF1 with parity, here its 56 bits.
        var result = new byte[Des.BlockLength];

        Des.Encrypt(Pack(0x133457799BBCDFF1), Convert.FromHexString("0123456789ABCDEF"), result);

        Assert.Equal("85E813540F0AB405", Convert.ToHexString(result));
    }

    private static byte[] Pack(ulong keyWithParity)
    {
        var bits = 0ul;
        for (var shift = 56; shift >= 0; shift -= 8)
            bits = (bits << 7) | ((keyWithParity >> (shift + 1)) & 0x7f);

        return Convert.FromHexString(bits.ToString("x14", System.Globalization.CultureInfo.InvariantCulture));
    }
}
