using System.Buffers.Binary;
using Adit.Protocols.Dhcp;
using Adit.Protocols.Ip;

namespace Adit.Fuzz.Targets.Dhcp;

/// <summary>Right DHCP messages, and what makes the lengths of mutated ones agree again.</summary>
internal static class DhcpMessages
{
    private const int OverloadAt = DhcpMessage.HeaderLength + 3;

    public static Ipv4Address Server { get; } = new(0xc0a80001);

    public static Ipv4Address Address { get; } = new(0xc0a8000a);

    public static ReadOnlyMemory<byte> HardwareAddress { get; } = new byte[] { 2, 0, 0, 0, 0, 1 };

    public static ReadOnlyMemory<byte> ClientIdentifier { get; } = "\0session"u8.ToArray();

    /// <summary>What the remote access client of Windows asks once its tunnel is open.</summary>
    public static byte[] Inform { get; } = new DhcpMessage(DhcpOp.BootRequest, 0x07070707)
    {
        ClientAddress = Address,
        Options = new DhcpOptionSet
        {
            DhcpMessageType.Inform,
            { DhcpOptionCode.ClientIdentifier, ClientIdentifier },
            { DhcpOptionCode.HostName, "LAPTOP" },
            { DhcpOptionCode.UserClass, UserClass.WriteRaw(UserClass.RemoteAccess) },
            { DhcpOptionCode.VendorClass, "MSFT 5.0" },
            { DhcpOptionCode.ParameterRequestList, new byte[] { 1, 15, 3, 6, 44, 46, 47, 31, 33, 121, 249, 43, 252 } },
        },
    }.ToArray();

    public static byte[] Ack { get; } = Reply(DhcpMessageType.Ack);

    /// <summary>Every option we know, a long one in parts, and file and sname full of more.</summary>
    public static byte[] Overloaded { get; } = Overload(Reply(DhcpMessageType.Offer));

    public static byte[] Reply(DhcpMessageType type) => new DhcpMessage(DhcpOp.BootReply, 0x07070707)
    {
        HardwareAddress = HardwareAddress,
        YourAddress = Address,
        Options = new DhcpOptionSet
        {
            type,
            { DhcpOptionCode.ServerIdentifier, Server },
            { DhcpOptionCode.ClientIdentifier, ClientIdentifier },
            { DhcpOptionCode.LeaseTime, 3600 },
            { DhcpOptionCode.RenewalTime, 1800 },
            { DhcpOptionCode.RebindingTime, 3150 },
            { DhcpOptionCode.SubnetMask, new Ipv4Address(0xffffff00) },
            { DhcpOptionCode.Router, [Server] },
            { DhcpOptionCode.DomainNameServer, [Server, Address] },
            { DhcpOptionCode.DomainName, "corp.example" },
            { DhcpOptionCode.ClasslessRoutes, Routes(40) },
        },
    }.ToArray();

    /// <summary>That many routes, one behind the other.</summary>
    public static byte[] Routes(int count) => ClasslessRoute.ToArray(
        [.. Enumerable.Range(0, count).Select(i => new ClasslessRoute(Ipv4Network.Around(new(0x0a000000u + ((uint)i << 17)), i % 33), Server))]);

    /// <summary>Makes header and option lengths agree, so that most mutants are read.</summary>
    public static byte[] Repair(byte[] input)
    {
        var message = new byte[Math.Max(input.Length, DhcpMessage.HeaderLength)];
        input.CopyTo(message, 0);
        message[0] = (byte)(1 + (message[0] & 1));
        message[2] = (byte)(message[2] % 17);
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(DhcpMessage.HeaderLength - 4), 0x63825363);
        RepairOptions(message.AsSpan(DhcpMessage.HeaderLength));
        RepairOptions(message.AsSpan(108, 128));
        RepairOptions(message.AsSpan(44, 64));
        return message;
    }

    private static byte[] Overload(byte[] message)
    {
        byte[] options = [53, 1, 2, 52, 1, 3, .. message.AsSpan(OverloadAt), 255];
        byte[] all = [.. message.AsSpan(0, DhcpMessage.HeaderLength), .. options];
        new byte[] { 15, 2, (byte)'.', (byte)'x', 12, 1, (byte)'h', 255 }.CopyTo(all, 108);
        new byte[] { 0, 0, 119, 3, 1, (byte)'y', 0, 255 }.CopyTo(all, 44);
        return all;
    }

    /// <summary>An option that is longer than its field takes what is left.</summary>
    private static void RepairOptions(Span<byte> field)
    {
        while (!field.IsEmpty && field[0] != 255)
        {
            if (field[0] == 0)
            {
                field = field[1..];
            }
            else if (field.Length == 1)
            {
                field[0] = 255;
            }
            else
            {
                field[1] = (byte)Math.Min(field[1], field.Length - 2);
                field = field[(2 + field[1])..];
            }
        }
    }
}
