using System.Runtime.InteropServices;
using System.Text;

namespace Adit.Linux.Netlink;

/// <summary>One message of a netlink datagram. Lengths are checked against the bytes that are there.</summary>
internal readonly ref struct NetlinkMessage
{
    private NetlinkMessage(ReadOnlySpan<byte> bytes)
    {
        Type = MemoryMarshal.Read<ushort>(bytes[4..]);
        Flags = MemoryMarshal.Read<ushort>(bytes[6..]);
        Sequence = MemoryMarshal.Read<uint>(bytes[8..]);
        Body = bytes[Rtnetlink.HeaderLength..];
    }

    public ushort Type { get; }

    public ushort Flags { get; }

    public uint Sequence { get; }

    public ReadOnlySpan<byte> Body { get; }

    /// <summary>Takes the next message off <paramref name="datagram"/>. False at its end, or where it lies about its length.</summary>
    public static bool TryTake(scoped ref ReadOnlySpan<byte> datagram, out NetlinkMessage message)
    {
        message = default;
        if (datagram.Length < Rtnetlink.HeaderLength)
            return false;

        var length = MemoryMarshal.Read<uint>(datagram);
        if (length < Rtnetlink.HeaderLength || length > datagram.Length)
            return false;

        message = new NetlinkMessage(datagram[..(int)length]);
        datagram = datagram[Math.Min(Rtnetlink.Align((int)length), datagram.Length)..];
        return true;
    }

    /// <summary>The attributes behind a fixed body of <paramref name="bodyLength"/> bytes.</summary>
    public NetlinkAttributes Attributes(int bodyLength) =>
        new(bodyLength <= Body.Length ? Body[bodyLength..] : default);

    /// <summary>What an NLMSG_ERROR says: an errno, 0 for success, and the kernel's own words where it has any.</summary>
    public bool TryReadError(out int errorNumber, out string text)
    {
        errorNumber = 0;
        text = "";
        if (Type != Rtnetlink.Error || Body.Length < sizeof(int) + Rtnetlink.HeaderLength)
            return false;

        errorNumber = -MemoryMarshal.Read<int>(Body);
        var repeated = (Flags & Rtnetlink.Capped) != 0 ? Rtnetlink.HeaderLength : MemoryMarshal.Read<uint>(Body[sizeof(int)..]);
        if ((Flags & Rtnetlink.HasAttributes) == 0 || repeated > Body.Length - sizeof(int))
            return true;

        foreach (var attribute in Attributes(sizeof(int) + Rtnetlink.Align((int)repeated)))
        {
            if (attribute.Type == Rtnetlink.ErrorText)
                text = Encoding.ASCII.GetString(attribute.Value).TrimEnd('\0');
        }

        return true;
    }
}
