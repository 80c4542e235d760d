using System.Buffers.Binary;

namespace Adit.Protocols.Ip.Nd;

/// <summary>A network that lies behind the router, without its being the way to everywhere (RFC 4191 §2.3).</summary>
/// <param name="Prefix">Which addresses.</param>
/// <param name="Preference">Against other routers' routes to the same.</param>
/// <param name="Lifetime">How long, in seconds; 0 takes the route away, 0xffffffff is for ever.</param>
public sealed record RouteInformation(Ipv6Prefix Prefix, RouterPreference Preference, uint Lifetime)
{
    /// <summary>Bytes of the longest option.</summary>
    public const int MaxLength = HeaderLength + Ipv6Address.Length;

    private const int HeaderLength = 8;

    internal int Length => HeaderLength + AddressLength(Prefix.Length);

    internal static RouteInformation? Read(ReadOnlySpan<byte> option)
    {
        var preference = (RouterPreference)((option[3] >> 3) & 3);
        var room = option.Length - HeaderLength;
        if (option[2] > 128 || room > Ipv6Address.Length || room < AddressLength(option[2]) || preference is RouterPreference.Reserved)
            return null;

        Span<byte> address = stackalloc byte[Ipv6Address.Length];
        address.Clear();
        option[HeaderLength..].CopyTo(address);
        var prefix = Ipv6Prefix.Of(Ipv6Address.Read(address), option[2]);
        return new RouteInformation(prefix, preference, BinaryPrimitives.ReadUInt32BigEndian(option[4..]));
    }

    internal void Write(Span<byte> option)
    {
        (option[0], option[1]) = ((byte)NdOptionType.RouteInformation, (byte)(Length / NdOptions.Unit));
        (option[2], option[3]) = ((byte)Prefix.Length, (byte)((int)Preference << 3));
        BinaryPrimitives.WriteUInt32BigEndian(option[4..], Lifetime);
        Span<byte> address = stackalloc byte[Ipv6Address.Length];
        Prefix.Address.Write(address);
        address[..AddressLength(Prefix.Length)].CopyTo(option[HeaderLength..]);
    }

    private static int AddressLength(int prefixLength) => prefixLength switch { 0 => 0, <= 64 => 8, _ => 16 };
}

/// <summary>How a router ranks among others (RFC 4191 §2.1).</summary>
public enum RouterPreference
{
    /// <summary>As good as any.</summary>
    Medium = 0,

    /// <summary>Before others.</summary>
    High = 1,

    /// <summary>Must not be sent.</summary>
    Reserved = 2,

    /// <summary>After others.</summary>
    Low = 3,
}
