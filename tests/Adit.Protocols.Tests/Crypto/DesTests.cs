using System.Numerics;
using System.Security.Cryptography;
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

    [Fact]
    public void It_is_the_DES_that_Triple_DES_is_made_of()
    {
        var result = new byte[Des.BlockLength];
        for (var i = 0; i < 1000; i++)
        {
            var made = SHA256.HashData(BitConverter.GetBytes(i));
            var (key, block) = (made[..Des.KeyLength], made[^Des.BlockLength..]);

            Des.Encrypt(key, block, result);

            Assert.Equal(ByTripleDes(key, block), result);
        }
    }

    /// <summary>
    /// With the helper keys b, c, d three Triple DES steps cancel out to the key alone: E(k) D(b) E(c) · D(c) E(d) D(b) · E(b) D(d) E(b).
    /// </summary>
    private static byte[] ByTripleDes(ReadOnlySpan<byte> key, ReadOnlySpan<byte> block)
    {
        var k = Spread(key);
        var (b, c, d) = (WithFlippedBit(k, 0x80), WithFlippedBit(k, 0x40), WithFlippedBit(k, 0x20));
        using var cipher = TripleDES.Create();
        cipher.Key = [.. b, .. d, .. b];
        var text = cipher.EncryptEcb(block, PaddingMode.None);
        cipher.Key = [.. c, .. d, .. b];
        text = cipher.DecryptEcb(text, PaddingMode.None);
        cipher.Key = [.. c, .. b, .. k];
        return cipher.EncryptEcb(text, PaddingMode.None);
    }

    private static byte[] Spread(ReadOnlySpan<byte> key)
    {
        var bits = new BigInteger(key, isUnsigned: true, isBigEndian: true);
        return [.. Enumerable.Range(0, Des.BlockLength).Select(i => (byte)((byte)(bits >> (49 - (7 * i)) & 0x7f) << 1))];
    }

    private static byte[] WithFlippedBit(byte[] key, byte bit) => [(byte)(key[0] ^ bit), .. key[1..]];

    private static byte[] Pack(ulong keyWithParity)
    {
        var bits = 0ul;
        for (var shift = 56; shift >= 0; shift -= 8)
            bits = (bits << 7) | ((keyWithParity >> (shift + 1)) & 0x7f);

        return Convert.FromHexString(bits.ToString("x14", System.Globalization.CultureInfo.InvariantCulture));
    }
}
