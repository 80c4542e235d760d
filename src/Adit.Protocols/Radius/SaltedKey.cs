using System.Security.Cryptography;

namespace Adit.Protocols.Radius;

/// <summary>
/// MS-MPPE-Send-Key and MS-MPPE-Recv-Key on the network (RFC 2548 §2.4.2, §2.4.3): a salt, and behind it the length, the key and padding,
/// masked.
/// </summary>
internal static class SaltedKey
{
    public const int SaltLength = 2;

    /// <summary>What 15 blocks have room for, in bytes; 16 do not fit into an attribute of a vendor's.</summary>
    public const int MaxLength = (15 * Block) - 1;

    private const int Block = 16;

    /// <summary>Hides a key.</summary>
    /// <param name="key">1 to <see cref="MaxLength"/> bytes.</param>
    /// <param name="salt">2 bytes, unlike any other in the packet, the highest bit set.</param>
    /// <param name="requestAuthenticator">Of the request that is answered.</param>
    /// <param name="secret">Of this client.</param>
    public static byte[] Hide(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> requestAuthenticator, RadiusSecret secret)
    {
        var hidden = new byte[SaltLength + ((1 + key.Length + Block - 1) / Block * Block)];
        salt.CopyTo(hidden);
        hidden[SaltLength] = (byte)key.Length;
        key.CopyTo(hidden.AsSpan(SaltLength + 1));
        secret.Mask(hidden.AsSpan(SaltLength), [.. requestAuthenticator, .. salt], reveals: false);
        return hidden;
    }

    /// <summary>False where the value is too short, no whole blocks, or names a length beyond its end: another secret, most likely.</summary>
    public static bool TryReveal(ReadOnlySpan<byte> hidden, ReadOnlySpan<byte> requestAuthenticator, RadiusSecret secret, out byte[] key)
    {
        key = [];
        if (hidden.Length < SaltLength + Block || (hidden.Length - SaltLength) % Block != 0)
            return false;

        var text = hidden[SaltLength..].ToArray();
        secret.Mask(text, [.. requestAuthenticator, .. hidden[..SaltLength]], reveals: true);
        if (text[0] < text.Length)
            key = text[1..(1 + text[0])];
        CryptographicOperations.ZeroMemory(text);
        return key.Length > 0;
    }
}
