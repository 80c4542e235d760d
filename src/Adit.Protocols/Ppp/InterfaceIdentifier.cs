using System.Buffers.Binary;

namespace Adit.Protocols.Ppp;

/// <summary>The interface identifiers of IPV6CP (RFC 5072 §4.1): 8 bytes, the lower half of a link-local address.</summary>
internal static class InterfaceIdentifier
{
    private const ulong UniversalBit = 0x0200_0000_0000_0000;

    /// <summary>A random one: never zero, never <paramref name="other"/>, and marked as not globally unique.</summary>
    public static ulong New(IRandomSource random, ulong other)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        random.Fill(bytes);
        var identifier = Math.Max(1, BinaryPrimitives.ReadUInt64BigEndian(bytes) & ~UniversalBit);
        return identifier == other ? identifier + 1 : identifier;
    }

    public static PppOption ToOption(ulong identifier)
    {
        var data = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(data, identifier);
        return new PppOption((byte)Ipv6cpOptionType.InterfaceIdentifier, data);
    }

    public static bool TryRead(PppOption option, out ulong identifier)
    {
        var isIdentifier = option.Type == (byte)Ipv6cpOptionType.InterfaceIdentifier && option.Data.Length == sizeof(ulong);
        identifier = isIdentifier ? BinaryPrimitives.ReadUInt64BigEndian(option.Data.Span) : 0;
        return isIdentifier;
    }
}
