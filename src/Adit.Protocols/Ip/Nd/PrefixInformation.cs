using System.Buffers.Binary;

namespace Adit.Protocols.Ip.Nd;

/// <summary>A prefix that a router announces (RFC 4861 §4.6.2).</summary>
/// <param name="Prefix">Which addresses.</param>
/// <param name="OnLink">Whether they are on the link itself (L).</param>
/// <param name="Autonomous">Whether a host makes an address of its own from it (A).</param>
/// <param name="ValidLifetime">How long, in seconds; 0xffffffff is for ever.</param>
/// <param name="PreferredLifetime">How long its addresses are for new connections, in seconds; not above the valid one.</param>
public sealed record PrefixInformation(Ipv6Prefix Prefix, bool OnLink, bool Autonomous, uint ValidLifetime, uint PreferredLifetime)
{
    internal const int Length = 32;

    internal static PrefixInformation? Read(ReadOnlySpan<byte> option)
    {
        if (option.Length != Length || option[2] > 128)
            return null;

        var valid = BinaryPrimitives.ReadUInt32BigEndian(option[4..]);
        var preferred = BinaryPrimitives.ReadUInt32BigEndian(option[8..]);
        return preferred > valid ? null : new PrefixInformation(
            Ipv6Prefix.Of(Ipv6Address.Read(option[16..]), option[2]), (option[3] & 0x80) != 0, (option[3] & 0x40) != 0, valid, preferred);
    }

    internal void Write(Span<byte> option)
    {
        (option[0], option[1]) = ((byte)NdOptionType.PrefixInformation, Length / NdOptions.Unit);
        option[2] = (byte)Prefix.Length;
        option[3] = (byte)((OnLink ? 0x80 : 0) | (Autonomous ? 0x40 : 0));
        BinaryPrimitives.WriteUInt32BigEndian(option[4..], ValidLifetime);
        BinaryPrimitives.WriteUInt32BigEndian(option[8..], PreferredLifetime);
        Prefix.Address.Write(option[16..]);
    }
}
