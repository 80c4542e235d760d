using System.Buffers.Binary;

namespace Adit.Protocols.Radius;

/// <summary>The first 20 bytes of a packet on the network (RFC 2865 §3).</summary>
/// <param name="Code">What it is.</param>
/// <param name="Identifier">Joins a reply to its request.</param>
/// <param name="Length">Of the whole packet, in bytes; 20 to 4096.</param>
internal readonly record struct RadiusHeader(RadiusCode Code, byte Identifier, int Length)
{
    public const int Size = 20;
    public const int MaxPacketLength = 4096;
    public const int AuthenticatorLength = 16;
    private const int AuthenticatorOffset = 4;

    /// <summary>False where the length is out of range or larger than the datagram; what is behind it is padding.</summary>
    public static bool TryParse(ReadOnlySpan<byte> datagram, out RadiusHeader header)
    {
        header = default;
        if (datagram.Length < Size)
            return false;

        header = new RadiusHeader((RadiusCode)datagram[0], datagram[1], BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]));
        return header.Length is >= Size and <= MaxPacketLength && header.Length <= datagram.Length;
    }

    /// <summary>The field that follows, by whatever name the kind of packet gives it.</summary>
    public static Span<byte> Authenticator(Span<byte> packet) => packet.Slice(AuthenticatorOffset, AuthenticatorLength);

    /// <inheritdoc cref="Authenticator(Span{byte})"/>
    public static ReadOnlySpan<byte> Authenticator(ReadOnlySpan<byte> packet) => packet.Slice(AuthenticatorOffset, AuthenticatorLength);

    /// <summary>Puts a header with an authenticator of zeros before attributes.</summary>
    public static byte[] Prepend(RadiusCode code, byte identifier, ReadOnlySpan<byte> attributes)
    {
        var packet = new byte[Size + attributes.Length];
        (packet[0], packet[1]) = ((byte)code, identifier);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        attributes.CopyTo(packet.AsSpan(Size));
        return packet;
    }
}
