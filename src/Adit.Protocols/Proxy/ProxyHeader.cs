using System.Buffers.Binary;
using System.Net;

namespace Adit.Protocols.Proxy;

/// <summary>
/// What a balancer says first of a connection that it passes on: HAProxy's PROXY protocol, version 2 (proxy-protocol.txt §2.2).
/// </summary>
/// <param name="IsLocal">The balancer speaks for itself, as its health checks do: the addresses are those of the connection.</param>
/// <param name="Family">The byte of address family and transport, as sent.</param>
/// <param name="Source">Whose connection it is; null where the balancer does not say, or <paramref name="IsLocal"/>.</param>
/// <param name="Destination">Where it was made to; null as above.</param>
/// <param name="Rest">What follows the addresses that are read: TLVs, which are skipped.</param>
public sealed record ProxyHeader(bool IsLocal, byte Family, IPEndPoint? Source, IPEndPoint? Destination, ReadOnlyMemory<byte> Rest)
{
    /// <summary>How long a header may be, in bytes. Balancers' own TLVs come to a few hundred; a client's certificate has no place here.</summary>
    public const int MaxLength = 4096;

    /// <summary>TCP over IPv4.</summary>
    public const byte Tcp4 = 0x11;

    /// <summary>TCP over IPv6.</summary>
    public const byte Tcp6 = 0x21;

    private const int FixedLength = 16;
    private const byte Unspecified = 0x00;
    private const byte UnixStream = 0x31;
    private const byte Local = 0x20;
    private const byte Proxied = 0x21;

    private static ReadOnlySpan<byte> Signature => "\r\n\r\n\0\r\nQUIT\n"u8;

    /// <summary>Bytes of the whole header.</summary>
    public int Length => FixedLength + AddressLength + Rest.Length;

    private int AddressLength => Source is null ? 0 : LengthOf(Family);

    /// <summary>
    /// Reads the header from the first bytes of a connection; call it again with more of them while it says
    /// <see cref="ProxyHeaderResult.NeedMore"/>, which it does for less than <see cref="MaxLength"/> bytes only.
    /// </summary>
    public static ProxyHeaderResult TryParse(ReadOnlySpan<byte> received, out ProxyHeader? header)
    {
        header = null;
        if (!StartsLike(received, Signature))
            return IsVersionOne(received);
        if (received.Length < FixedLength)
            return ProxyHeaderResult.NeedMore;

        var (command, family) = (received[12], received[13]);
        var length = BinaryPrimitives.ReadUInt16BigEndian(received[14..]);
        if (command is not (Local or Proxied) || FixedLength + length > MaxLength || !IsKnown(command, family, length))
            return ProxyHeaderResult.Malformed;
        if (received.Length < FixedLength + length)
            return ProxyHeaderResult.NeedMore;

        header = Read(command is Local, family, received.Slice(FixedLength, length));
        return ProxyHeaderResult.Parsed;
    }

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        Signature.CopyTo(destination);
        (destination[12], destination[13]) = (IsLocal ? Local : Proxied, Family);
        BinaryPrimitives.WriteUInt16BigEndian(destination[14..], (ushort)(Length - FixedLength));
        if (Source is not null && Destination is not null)
            WriteAddresses(destination[FixedLength..], Source, Destination);
        Rest.Span.CopyTo(destination[(FixedLength + AddressLength)..]);
    }

    /// <summary>A line of text, or nothing of ours; an HTTP request or a ClientHello differs in its first bytes.</summary>
    private static ProxyHeaderResult IsVersionOne(ReadOnlySpan<byte> received)
    {
        if (!StartsLike(received, "PROXY "u8))
            return ProxyHeaderResult.Malformed;
        return received.Length < "PROXY "u8.Length ? ProxyHeaderResult.NeedMore : ProxyHeaderResult.VersionOne;
    }

    private static bool StartsLike(ReadOnlySpan<byte> received, ReadOnlySpan<byte> start)
    {
        var compared = Math.Min(received.Length, start.Length);
        return received[..compared].SequenceEqual(start[..compared]);
    }

    /// <summary>
    /// Of a balancer's own connection the family does not matter. A connection of ours cannot have come in as a datagram, and what came in
    /// through a UNIX socket has no address.
    /// </summary>
    private static bool IsKnown(byte command, byte family, int length) =>
        command is Local || family is Unspecified or UnixStream || (family is Tcp4 or Tcp6 && length >= LengthOf(family));

    private static int LengthOf(byte family) => family is Tcp4 ? 12 : 36;

    private static ProxyHeader Read(bool isLocal, byte family, ReadOnlySpan<byte> body)
    {
        if (isLocal || family is not (Tcp4 or Tcp6))
            return new ProxyHeader(isLocal, family, null, null, body.ToArray());

        var ports = body[(LengthOf(family) - 4)..];
        var each = (LengthOf(family) - 4) / 2;
        return new ProxyHeader(
            isLocal, family,
            new IPEndPoint(new IPAddress(body[..each]), BinaryPrimitives.ReadUInt16BigEndian(ports)),
            new IPEndPoint(new IPAddress(body.Slice(each, each)), BinaryPrimitives.ReadUInt16BigEndian(ports[2..])),
            body[LengthOf(family)..].ToArray());
    }

    private void WriteAddresses(Span<byte> destination, IPEndPoint source, IPEndPoint target)
    {
        var each = (LengthOf(Family) - 4) / 2;
        source.Address.TryWriteBytes(destination, out _);
        target.Address.TryWriteBytes(destination[each..], out _);
        BinaryPrimitives.WriteUInt16BigEndian(destination[(2 * each)..], (ushort)source.Port);
        BinaryPrimitives.WriteUInt16BigEndian(destination[(2 * each + 2)..], (ushort)target.Port);
    }
}
