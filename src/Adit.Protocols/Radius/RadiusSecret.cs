using System.Security.Cryptography;
using Adit.Protocols.Crypto;

namespace Adit.Protocols.Radius;

/// <summary>
/// The secret that a RADIUS client and its server share, and what is computed with it. MD5 is the protocol's; whoever can see the packets
/// is kept out by Message-Authenticator and by networks, not by this. Never prints.
/// </summary>
public sealed class RadiusSecret
{
    /// <summary>Longest secret, in bytes.</summary>
    public const int MaxLength = 255;

    private const int HashBlockLength = 64;

    private readonly byte[] _bytes;
    private readonly Md5.Beginning _inner; // RFC 2104 §4: what the key makes of the state, for all packets
    private readonly Md5.Beginning _outer;

    /// <summary>Takes a copy.</summary>
    /// <param name="bytes">1 to 255 bytes.</param>
    public RadiusSecret(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is 0 or > MaxLength)
            throw new ArgumentException("A shared secret has 1 to 255 bytes.", nameof(bytes));
        _bytes = bytes.ToArray();
        (_inner, _outer) = (Md5.Begin(HmacBlock(0x36)), Md5.Begin(HmacBlock(0x5c)));
    }

    /// <summary>Whether two are the same, in a time that does not tell where they differ.</summary>
    public bool IsSame(RadiusSecret other) => CryptographicOperations.FixedTimeEquals(_bytes, other?._bytes);

    /// <summary>Says nothing.</summary>
    public override string ToString() => nameof(RadiusSecret);

    /// <summary>MD5 over a packet, the secret last (RFC 2865 §3, RFC 2866 §3).</summary>
    internal byte[] Sign(ReadOnlySpan<byte> packet) => Md5.HashData(packet, _bytes);

    /// <summary>HMAC-MD5, keyed with the secret (RFC 3579 §3.2, RFC 2104 §2).</summary>
    internal byte[] Authenticate(ReadOnlySpan<byte> packet) => Md5.HashData(_outer, Md5.HashData(_inner, packet, []), []);

    /// <summary>
    /// Hides or reveals a chain of 16-byte blocks (RFC 2865 §5.2, RFC 2868 §3.5): each is combined with MD5 over the secret and the hidden
    /// block before it, the first with MD5 over the secret and a start value.
    /// </summary>
    /// <param name="text">Whole blocks; replaced in place.</param>
    /// <param name="start">The Request Authenticator, and a salt where there is one.</param>
    /// <param name="reveals">Whether <paramref name="text"/> is hidden now.</param>
    internal void Mask(Span<byte> text, ReadOnlySpan<byte> start, bool reveals)
    {
        const int block = Md5.HashLength;
        Span<byte> before = stackalloc byte[block];
        for (var at = 0; at < text.Length; at += block)
        {
            var mask = Md5.HashData(_bytes, at == 0 ? start : before);
            var part = text.Slice(at, block);
            if (reveals)
                part.CopyTo(before);
            for (var i = 0; i < block; i++)
                part[i] ^= mask[i];
            if (!reveals)
                part.CopyTo(before);
        }
    }

    /// <summary>RFC 2104 §2: the key, filled up to a block of the hash with zeros, combined with <paramref name="pad"/>.</summary>
    private byte[] HmacBlock(byte pad)
    {
        var block = new byte[HashBlockLength];
        (_bytes.Length > block.Length ? Md5.HashData(_bytes, []) : _bytes).CopyTo(block, 0);
        for (var i = 0; i < block.Length; i++)
            block[i] ^= pad;
        return block;
    }
}
