using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Runtime.InteropServices;

namespace Adit.Protocols.Ip;

/// <summary>An IPv6 address as two numbers in host order: the network's half and the interface's (RFC 4291 §2.5.1).</summary>
/// <param name="Network">The first 64 bits.</param>
/// <param name="InterfaceId">The last 64 bits.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Ipv6Address(ulong Network, ulong InterfaceId)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Length = 16;

    private const ulong LinkLocalNetwork = 0xfe80_0000_0000_0000;

    /// <summary>ff02::1, all nodes of a link.</summary>
    public static Ipv6Address AllNodes => new(0xff02_0000_0000_0000, 1);

    /// <summary>ff02::2, all routers of a link.</summary>
    public static Ipv6Address AllRouters => new(0xff02_0000_0000_0000, 2);

    /// <summary>ff02::1:2, all DHCP servers and relays of a link (RFC 8415 §7.1).</summary>
    public static Ipv6Address AllDhcpServers => new(0xff02_0000_0000_0000, 0x1_0002);

    /// <summary>Whether it is ::, which a host uses that has no address yet.</summary>
    public bool IsUnspecified => (Network | InterfaceId) == 0;

    /// <summary>Whether it is for many (RFC 4291 §2.7).</summary>
    public bool IsMulticast => Network >> 56 == 0xff;

    /// <summary>Whether it never leaves its link (RFC 4291 §2.5.6): all of fe80::/10.</summary>
    public bool IsLinkLocal => Network >> 54 == LinkLocalNetwork >> 54;

    /// <summary>The link-local address with this interface identifier.</summary>
    public static Ipv6Address LinkLocal(ulong interfaceId) => new(LinkLocalNetwork, interfaceId);

    /// <summary>Reads the first 16 bytes; the caller has checked that they are there.</summary>
    public static Ipv6Address Read(ReadOnlySpan<byte> source) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(source), BinaryPrimitives.ReadUInt64BigEndian(source[sizeof(ulong)..]));

    /// <summary>Writes 16 bytes in network order.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, Network);
        BinaryPrimitives.WriteUInt64BigEndian(destination[sizeof(ulong)..], InterfaceId);
    }

    /// <summary>Reads the text of RFC 4291 §2.2, without brackets or a zone.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Ipv6Address address)
    {
        address = default;
        if (text is null || text.AsSpan().ContainsAny('[', '%', '/') || !IPAddress.TryParse(text, out var parsed)
            || parsed.GetAddressBytes() is not { Length: Length } bytes)
            return false;

        address = Read(bytes);
        return true;
    }

    /// <summary>The shortest form (RFC 5952).</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        Write(bytes);
        return new IPAddress(bytes).ToString();
    }
}
