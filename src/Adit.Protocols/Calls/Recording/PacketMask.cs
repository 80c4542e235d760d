using Adit.Protocols.Ppp;
using Adit.Protocols.Sstp;

namespace Adit.Protocols.Calls.Recording;

/// <summary>Users' packets, of which only the headers before them and the version are kept.</summary>
internal static class PacketMask
{
    /// <summary>Bytes of the longest of them.</summary>
    public const int MaxLength = SstpHeader.Length + PppFrame.HeaderLength + 1;

    /// <summary>Whether a message holds an IP packet.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, out int headerLength, out byte version)
    {
        (headerLength, version) = (0, 0);
        if (!SstpHeader.TryParse(message, out var header) || header.IsControl || header.PacketLength > message.Length)
            return false;

        var frame = message[SstpHeader.Length..header.PacketLength];
        if (!PppFrame.TryParse(frame, out var parsed) || parsed.Protocol is not (PppProtocol.Ipv4 or PppProtocol.Ipv6) || parsed.Information.IsEmpty)
            return false;

        headerLength = header.PacketLength - parsed.Information.Length;
        version = PppMask.VersionOf(parsed.Information[0]);
        return true;
    }

    /// <summary>Writes what is kept of such a message; returns its length. Allocates nothing.</summary>
    public static int Write(ReadOnlySpan<byte> message, Span<byte> destination)
    {
        TryRead(message, out var headerLength, out var version);
        message[..headerLength].CopyTo(destination);
        destination[headerLength] = version;
        new SstpHeader(IsControl: false, headerLength + 1).Write(destination);
        return headerLength + 1;
    }
}
