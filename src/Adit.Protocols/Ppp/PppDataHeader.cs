namespace Adit.Protocols.Ppp;

/// <summary>
/// What stands before an IPv4 packet on this link, as PFC and ACFC were agreed (RFC 1661 §6.5, §6.6). A value: any thread may use it.
/// </summary>
public readonly record struct PppDataHeader
{
    private readonly bool _compressProtocol;
    private readonly bool _compressAddress;

    internal PppDataHeader(bool compressProtocol, bool compressAddress) =>
        (_compressProtocol, _compressAddress) = (compressProtocol, compressAddress);

    /// <summary>Bytes of the header, 1 to 4.</summary>
    public int Length => (_compressAddress ? 0 : 2) + (_compressProtocol ? 1 : 2);

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        var protocol = destination;
        if (!_compressAddress)
        {
            destination[0] = 0xff;
            destination[1] = 0x03;
            protocol = destination[2..];
        }

        if (!_compressProtocol)
            protocol[0] = (byte)((ushort)PppProtocol.Ipv4 >> 8);

        protocol[_compressProtocol ? 0 : 1] = (byte)PppProtocol.Ipv4;
    }
}
