using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Adit.Protocols.Ip;

namespace Adit.Protocols.Dhcp;

/// <summary>
/// A DHCPv4 message (RFC 2131 §2). What the fields sname and file hold, other than options, is neither kept nor sent.
/// </summary>
/// <param name="Op">Which way it goes.</param>
/// <param name="TransactionId">The client's number for the exchange (xid).</param>
public sealed record DhcpMessage(DhcpOp Op, uint TransactionId)
{
    /// <summary>The port that servers listen on.</summary>
    public const ushort ServerPort = 67;

    /// <summary>The port that clients listen on.</summary>
    public const ushort ClientPort = 68;

    /// <summary>Bytes in front of the options.</summary>
    public const int HeaderLength = 240;

    /// <summary>Ethernet, and what anything without an address of its own says.</summary>
    public const byte Ethernet = 1;

    // BOOTP's fixed length; there are relays and servers that drop less (RFC 1542 §2.1).
    private const int MinLength = 300;
    private const int MaxHardwareAddress = 16;
    private const uint Cookie = 0x63825363;
    private const ushort BroadcastFlag = 0x8000;

    private const int HardwareAddressOffset = 28;
    private const int ServerNameOffset = 44;
    private const int FileOffset = 108;
    private const int CookieOffset = 236;

    /// <summary>The kind of hardware address (htype).</summary>
    public byte HardwareType { get; init; } = Ethernet;

    /// <summary>The client's hardware address (chaddr, hlen), at most 16 bytes.</summary>
    public ReadOnlyMemory<byte> HardwareAddress { get; init; }

    /// <summary>How many relays it has passed.</summary>
    public byte Hops { get; init; }

    /// <summary>Seconds since the client began (secs).</summary>
    public ushort Seconds { get; init; }

    /// <summary>Whether the client cannot hear a unicast yet.</summary>
    public bool IsBroadcast { get; init; }

    /// <summary>The address that the client has and answers for (ciaddr).</summary>
    public Ipv4Address ClientAddress { get; init; }

    /// <summary>The address that the client is given (yiaddr).</summary>
    public Ipv4Address YourAddress { get; init; }

    /// <summary>The next server to boot from (siaddr).</summary>
    public Ipv4Address NextServer { get; init; }

    /// <summary>The relay's address (giaddr).</summary>
    public Ipv4Address RelayAddress { get; init; }

    /// <summary>All options.</summary>
    public DhcpOptionSet Options { get; init; } = [];

    /// <summary>What it says; null where it says nothing, as BOOTP does.</summary>
    public DhcpMessageType? Type =>
        Options.Find(DhcpOptionCode.MessageType) is { Length: 1 } value ? (DhcpMessageType)value.Span[0] : null;

    /// <summary>Bytes that <see cref="Write"/> fills.</summary>
    public int Length => Math.Max(MinLength, HeaderLength + Options.Length + 1);

    /// <summary>Reads the payload of a datagram. The bytes are the caller's again on return.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out DhcpMessage? message)
    {
        message = null;
        if (bytes.Length < HeaderLength || (DhcpOp)bytes[0] is not (DhcpOp.BootRequest or DhcpOp.BootReply) || bytes[2] > MaxHardwareAddress
            || BinaryPrimitives.ReadUInt32BigEndian(bytes[CookieOffset..]) != Cookie
            || !DhcpOptionReader.TryRead(
                bytes[HeaderLength..], bytes[FileOffset..CookieOffset], bytes[ServerNameOffset..FileOffset], out var options))
            return false;

        message = new DhcpMessage((DhcpOp)bytes[0], BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]))
        {
            HardwareType = bytes[1],
            HardwareAddress = bytes.Slice(HardwareAddressOffset, bytes[2]).ToArray(),
            Hops = bytes[3],
            Seconds = BinaryPrimitives.ReadUInt16BigEndian(bytes[8..]),
            IsBroadcast = (BinaryPrimitives.ReadUInt16BigEndian(bytes[10..]) & BroadcastFlag) != 0,
            ClientAddress = Ipv4Address.Read(bytes[12..]),
            YourAddress = Ipv4Address.Read(bytes[16..]),
            NextServer = Ipv4Address.Read(bytes[20..]),
            RelayAddress = Ipv4Address.Read(bytes[24..]),
            Options = options,
        };
        return true;
    }

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        destination[..Length].Clear();
        destination[0] = (byte)Op;
        destination[1] = HardwareType;
        destination[2] = (byte)HardwareAddress.Length;
        destination[3] = Hops;
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], TransactionId);
        BinaryPrimitives.WriteUInt16BigEndian(destination[8..], Seconds);
        BinaryPrimitives.WriteUInt16BigEndian(destination[10..], IsBroadcast ? BroadcastFlag : (ushort)0);
        ClientAddress.Write(destination[12..]);
        YourAddress.Write(destination[16..]);
        NextServer.Write(destination[20..]);
        RelayAddress.Write(destination[24..]);
        HardwareAddress.Span.CopyTo(destination.Slice(HardwareAddressOffset, MaxHardwareAddress));
        BinaryPrimitives.WriteUInt32BigEndian(destination[CookieOffset..], Cookie);
        WriteOptions(destination[HeaderLength..]);
    }

    /// <summary>The message as an array.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        Write(bytes);
        return bytes;
    }

    private void WriteOptions(Span<byte> destination)
    {
        foreach (var option in Options)
        {
            option.Write(destination);
            destination = destination[option.Length..];
        }

        destination[0] = (byte)DhcpOptionCode.End;
    }
}
