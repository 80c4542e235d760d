using System.Security.Cryptography;

namespace Adit.Protocols.Crypto;

/// <summary>
/// One block of single DES under a 56-bit key, as RFC 2759 §8.6 wants it. Legacy. It is made of three Triple DES steps, because
/// single DES sits in OpenSSL's legacy provider, which installations leave out, and because .NET refuses DES's weak keys, which
/// one password in 65,536 has as its third key.
/// </summary>
internal static class Des
{
    /// <summary>Bytes of a block.</summary>
    public const int BlockLength = 8;

    /// <summary>Bytes of a key without parity bits.</summary>
    public const int KeyLength = 7;

    /// <summary>
    /// Encrypts one block. With the helper keys b, c, d the steps cancel out to the key alone: E(k) D(b) E(c) · D(c) E(d) D(b) · E(b)
    /// D(d) E(b).
    /// </summary>
    public static void Encrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> block, Span<byte> destination)
    {
        Span<byte> k = stackalloc byte[BlockLength];
        Expand(key, k);
        var b = WithFlippedBit(k, 0x80);
        var c = WithFlippedBit(k, 0x40);
        var d = WithFlippedBit(k, 0x20);

        using var cipher = TripleDES.Create();
        cipher.Key = [.. b, .. d, .. b];
        cipher.EncryptEcb(block, destination, PaddingMode.None);
        cipher.Key = [.. c, .. d, .. b];
        cipher.DecryptEcb(destination, destination, PaddingMode.None);
        cipher.Key = [.. c, .. b, .. k];
        cipher.EncryptEcb(destination, destination, PaddingMode.None);
    }

    /// <summary>Spreads 56 bits over eight bytes, leaving each lowest bit to parity, which nobody checks.</summary>
    private static void Expand(ReadOnlySpan<byte> key, Span<byte> destination)
    {
        var bits = 0ul;
        foreach (var part in key[..KeyLength])
            bits = (bits << 8) | part;

        for (var i = 0; i < BlockLength; i++)
            destination[i] = (byte)((bits >> (49 - (7 * i))) << 1);
    }

    private static byte[] WithFlippedBit(ReadOnlySpan<byte> key, byte bit)
    {
        var copy = key.ToArray();
        copy[0] ^= bit;
        return copy;
    }
}
