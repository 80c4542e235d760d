using System.Security.Cryptography;

namespace Adit.Protocols.Radius;

/// <summary>
/// The secret that a RADIUS client and its server share, and what is computed with it. MD5 is the protocol's; whoever can see the packets
/// is kept out by Message-Authenticator and by networks, not by this. Never prints.
/// </summary>
public sealed class RadiusSecret
{
    /// <summary>Longest secret, in bytes.</summary>
    public const int MaxLength = 255;

    private readonly byte[] _bytes;

    /// <summary>Takes a copy.</summary>
    /// <param name="bytes">1 to 255 bytes.</param>
    public RadiusSecret(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is 0 or > MaxLength)
            throw new ArgumentException("A shared secret has 1 to 255 bytes.", nameof(bytes));
        _bytes = bytes.ToArray();
    }

    /// <summary>Whether two are the same, in a time that does not tell where they differ.</summary>
    public bool IsSame(RadiusSecret other) => CryptographicOperations.FixedTimeEquals(_bytes, other?._bytes);

    /// <summary>Says nothing.</summary>
    public override string ToString() => nameof(RadiusSecret);

    /// <summary>MD5 over what is given, the secret last (RFC 2865 §3, RFC 2866 §3).</summary>
    internal byte[] Sign(params ReadOnlySpan<byte[]> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        foreach (var part in parts)
            hash.AppendData(part);
        hash.AppendData(_bytes);
        return hash.GetHashAndReset();
    }

    /// <summary>HMAC-MD5, keyed with the secret (RFC 3579 §3.2).</summary>
    internal byte[] Authenticate(ReadOnlySpan<byte> packet) => HMACMD5.HashData(_bytes, packet);

    /// <summary>
    /// Hides or reveals a chain of 16-byte blocks (RFC 2865 §5.2, RFC 2868 §3.5): each is combined with MD5 over the secret and the hidden
    /// block before it, the first with MD5 over the secret and a start value.
    /// </summary>
    /// <param name="text">Whole blocks; replaced in place.</param>
    /// <param name="start">The Request Authenticator, and a salt where there is one.</param>
    /// <param name="reveals">Whether <paramref name="text"/> is hidden now.</param>
    internal void Mask(Span<byte> text, ReadOnlySpan<byte> start, bool reveals)
    {
        const int block = MD5.HashSizeInBytes;
        Span<byte> before = stackalloc byte[block];
        for (var at = 0; at < text.Length; at += block)
        {
            var mask = MaskOf(at == 0 ? start : before);
            var part = text.Slice(at, block);
            if (reveals)
                part.CopyTo(before);
            for (var i = 0; i < block; i++)
                part[i] ^= mask[i];
            if (!reveals)
                part.CopyTo(before);
        }
    }

    private byte[] MaskOf(ReadOnlySpan<byte> before)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        hash.AppendData(_bytes);
        hash.AppendData(before);
        return hash.GetHashAndReset();
    }
}
