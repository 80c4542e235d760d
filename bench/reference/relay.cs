#:property PublishAot=false
#:property AllowUnsafeBlocks=true
// The plainest tunnel in C#: packets of a TUN interface over a TCP connection, each behind its length in two bytes. One blocking thread each
// way, one packet in each read and write of the interface. Started by bench/rows/small.sh.
// Arguments: INTERFACE, and ADDRESS PORT to connect to, or PORT alone to listen at.
using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using Adit.Bench.Reference;

const int LongestPacket = 2048;
var device = Device.Open(args[0]);
using var socket = args.Length > 2 ? Connect(args[1], args[2]) : Accept(args[1]);
socket.NoDelay = true;
new Thread(Send) { IsBackground = true }.Start();
Receive();

void Send()
{
    var message = new byte[sizeof(ushort) + LongestPacket];
    while (Device.Read(device, ref message[sizeof(ushort)], LongestPacket) is > 0 and var length)
    {
        BinaryPrimitives.WriteUInt16BigEndian(message, (ushort)length);
        socket.Send(message.AsSpan(0, sizeof(ushort) + (int)length));
    }
}

void Receive()
{
    var buffer = new byte[64 * 1024];
    for (int have = 0, read; (read = socket.Receive(buffer.AsSpan(have))) > 0;)
    {
        have += read;
        var at = 0;
        for (int length; have - at > sizeof(ushort) && (length = BinaryPrimitives.ReadUInt16BigEndian(buffer.AsSpan(at))) <= have - at - sizeof(ushort); at += sizeof(ushort) + length)
            Device.Write(device, ref buffer[at + sizeof(ushort)], (nuint)length);
        buffer.AsSpan(at, have - at).CopyTo(buffer);
        have -= at;
    }
}

static Socket Connect(string address, string port)
{
    var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    socket.Connect(IPAddress.Parse(address), int.Parse(port, CultureInfo.InvariantCulture));
    return socket;
}

static Socket Accept(string port)
{
    using var listening = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    listening.Bind(new IPEndPoint(IPAddress.Any, int.Parse(port, CultureInfo.InvariantCulture)));
    listening.Listen(1);
    return listening.Accept();
}

namespace Adit.Bench.Reference
{
    internal static partial class Device
    {
        private const int ReadAndWrite = 2;
        private const nuint SetInterface = 0x400454ca; // TUNSETIFF
        private const ushort TunWithoutHeader = 0x1001; // IFF_TUN | IFF_NO_PI

        public static int Open(string name)
        {
            var file = Open("/dev/net/tun", ReadAndWrite);
            var request = new byte[40]; // struct ifreq: a name of 16 bytes, then flags
            Encoding.ASCII.GetBytes(name, request);
            MemoryMarshal.Write(request.AsSpan(16), TunWithoutHeader);
            if (file < 0 || Control(file, SetInterface, ref request[0]) < 0)
                throw new InvalidOperationException("There is no interface to be had: error " + Marshal.GetLastPInvokeError());
            return file;
        }

        [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
        private static partial int Open(string path, int flags);

        [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
        private static partial int Control(int file, nuint request, ref byte argument);

        [LibraryImport("libc", EntryPoint = "read")]
        public static partial nint Read(int file, ref byte buffer, nuint length);

        [LibraryImport("libc", EntryPoint = "write")]
        public static partial nint Write(int file, ref byte buffer, nuint length);
    }
}
