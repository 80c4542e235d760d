using System.Security.Cryptography;

namespace Adit.Protocols.Radius;

/// <summary>Message-Authenticator (RFC 3579 §3.2): HMAC-MD5 over the packet with zeros in its own place.</summary>
internal static class MessageAuthenticator
{
    public const int Length = 16;

    private const int Usual = 512; // most packets are shorter: no array is made for them

    private const int FirstOffset = RadiusHeader.Size + 2;

    /// <summary>Room for one. We put it first, so that nothing can be slipped in before it.</summary>
    public static ReadOnlySpan<byte> Placeholder => [(byte)RadiusAttributeType.MessageAuthenticator, 2 + Length, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>Fills the room in a packet that is complete but for its own authenticator.</summary>
    /// <param name="packet">Its first attribute is the <see cref="Placeholder"/>, its header as it is to be computed with.</param>
    /// <param name="secret">Of the peer.</param>
    public static void Fill(Span<byte> packet, RadiusSecret secret) => secret.Authenticate(packet).CopyTo(packet[FirstOffset..]);

    /// <summary>Looks at the one that a packet has, in constant time. Two are one too many.</summary>
    /// <param name="packet">The whole packet.</param>
    /// <param name="attributes">Its attributes.</param>
    /// <param name="authenticator">What stands in the header while it is computed; 16 bytes.</param>
    /// <param name="secret">Of the peer.</param>
    /// <param name="isNeeded">Whether a packet without one is dropped.</param>
    public static RadiusFault Check(
        ReadOnlySpan<byte> packet, List<RawAttributes.Attribute> attributes, ReadOnlySpan<byte> authenticator, RadiusSecret secret, bool isNeeded)
    {
        var found = attributes.FindAll(attribute => attribute.Type is RadiusAttributeType.MessageAuthenticator);
        return found switch
        {
            [] => isNeeded ? RadiusFault.NoMessageAuthenticator : RadiusFault.None,
            [{ Value.Length: Length } one] => Fits(packet, one, authenticator, secret) ? RadiusFault.None : RadiusFault.WrongSecret,
            _ => RadiusFault.Malformed,
        };
    }

    private static bool Fits(
        ReadOnlySpan<byte> packet, RawAttributes.Attribute found, ReadOnlySpan<byte> authenticator, RadiusSecret secret)
    {
        Span<byte> copy = packet.Length <= Usual ? stackalloc byte[Usual] : new byte[packet.Length];
        copy = copy[..packet.Length];
        packet.CopyTo(copy);
        copy.Slice(RadiusHeader.Size + found.Offset, Length).Clear();
        authenticator.CopyTo(RadiusHeader.Authenticator(copy));
        return CryptographicOperations.FixedTimeEquals(secret.Authenticate(copy), found.Value.Span);
    }
}
