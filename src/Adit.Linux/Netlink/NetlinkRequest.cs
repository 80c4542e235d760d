using System.Net;
using System.Runtime.InteropServices;
using System.Text;

namespace Adit.Linux.Netlink;

/// <summary>Builds one netlink message: header, a fixed body, then attributes. Numbers are in the machine's byte order, as netlink wants.</summary>
internal ref struct NetlinkRequest
{
    private readonly Span<byte> _buffer;
    private int _length;

    /// <summary>Begins a message in <paramref name="buffer"/>, 512 bytes of which are enough for any request of ours.</summary>
    public NetlinkRequest(Span<byte> buffer, ushort type, ushort flags, scoped ReadOnlySpan<byte> body)
    {
        _buffer = buffer;
        buffer[..Rtnetlink.HeaderLength].Clear();
        Put(buffer[4..], type);
        Put(buffer[6..], (ushort)(Rtnetlink.Request | flags));
        body.CopyTo(buffer[Rtnetlink.HeaderLength..]);
        _length = Rtnetlink.Align(Rtnetlink.HeaderLength + body.Length);
    }

    public void Add(ushort type, scoped ReadOnlySpan<byte> value)
    {
        var end = _length + Rtnetlink.AttributeHeaderLength + value.Length;
        var attribute = _buffer[_length..Rtnetlink.Align(end)];
        attribute.Clear();
        Put(attribute, (ushort)(Rtnetlink.AttributeHeaderLength + value.Length));
        Put(attribute[2..], type);
        value.CopyTo(attribute[Rtnetlink.AttributeHeaderLength..]);
        _length = Rtnetlink.Align(end);
    }

    public void Add(ushort type, uint value) => Add(type, MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in value)));

    public void Add(ushort type, IPAddress address) => Add(type, address.GetAddressBytes());

    public void AddText(ushort type, string value) => Add(type, [.. Encoding.ASCII.GetBytes(value), 0]);

    /// <summary>Fills in length and sequence number, and gives the bytes to send.</summary>
    public readonly ReadOnlySpan<byte> Finish(uint sequence)
    {
        Put(_buffer, (uint)_length);
        Put(_buffer[8..], sequence);
        return _buffer[.._length];
    }

    private static void Put<T>(Span<byte> destination, T value)
        where T : unmanaged => MemoryMarshal.Write(destination, value);
}
