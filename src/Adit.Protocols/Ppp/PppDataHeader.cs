namespace Adit.Protocols.Ppp;

/// <summary>
/// What stands before an IP packet on this link, as PFC and ACFC were agreed (RFC 1661 §6.5, §6.6). A value: any thread may use it.
/// </summary>
public readonly record struct PppDataHeader
{
    private readonly bool _compressProtocol;
    private readonly bool _compressAddress;

    internal PppDataHeader(bool compressProtocol, bool compressAddress) =>
        (_compressProtocol, _compressAddress) = (compressProtocol, compressAddress);

    /// <summary>Bytes of the header, 1 to 4, the same for IPv4 and IPv6.</summary>
    public int Length => (_compressAddress ? 0 : 2) + (_compressProtocol ? 1 : 2);

    /// <summary>Writes <see cref="Length"/> bytes; whatever is not IPv6 goes as IPv4.</summary>
    public void Write(Span<byte> destination, bool isIpv6)
    {
        var number = (ushort)(isIpv6 ? PppProtocol.Ipv6 : PppProtocol.Ipv4);
        var protocol = destination;
        if (!_compressAddress)
        {
            destination[0] = 0xff;
            destination[1] = 0x03;
            protocol = destination[2..];
        }

        if (!_compressProtocol)
            protocol[0] = (byte)(number >> 8);

        protocol[_compressProtocol ? 0 : 1] = (byte)number;
    }
}
