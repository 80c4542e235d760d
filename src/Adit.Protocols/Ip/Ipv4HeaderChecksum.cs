namespace Adit.Protocols.Ip;

/// <summary>The checksum over an IPv4 header alone (RFC 791 §3.1).</summary>
internal static class Ipv4HeaderChecksum
{
    private const int Offset = 10;

    public static bool IsIntact(ReadOnlySpan<byte> header) => InternetChecksum.IsIntact(InternetChecksum.Sum(header));

    public static void Write(Span<byte> header)
    {
        var field = header.Slice(Offset, sizeof(ushort));
        field.Clear();
        InternetChecksum.Write(field, InternetChecksum.Sum(header));
    }
}
