using System.Buffers.Binary;
using Adit.Protocols.Ip;

namespace Adit.Server.Addresses.Dhcp;

/// <summary>What is left without a DHCP server: 169.254.1.0 to 169.254.254.255 (RFC 3927 §2.1).</summary>
internal static class LinkLocalAddresses
{
    private const uint First = 0xa9fe0100;
    private const uint Size = 0xfe00;
    private const uint Tries = 64;

    /// <summary>Some of them, in an order of this client's own: it mostly gets the first.</summary>
    public static IEnumerable<Ipv4Address> ListFor(ReadOnlyMemory<byte> identifier)
    {
        var start = BinaryPrimitives.ReadUInt32BigEndian(identifier.Span[^sizeof(uint)..]) % Size;
        for (var step = 0u; step < Tries; step++)
            yield return new Ipv4Address(First + ((start + step) % Size));
    }
}
