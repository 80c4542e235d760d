using System.Runtime.InteropServices;
using Adit.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Adit.Linux.Netlink;

/// <summary>A socket to the kernel's routing tables (netlink(7)), in the network namespace of the thread that opens it.</summary>
internal sealed unsafe class NetlinkSocket : IDisposable
{
    private const int FamilyNetlink = 16;
    private const int TypeRaw = 3;
    private const int ProtocolRoute = 0;
    private const int LevelSocket = 1;
    private const int ReceiveTimeout = 20;
    private const int LevelNetlink = 270;
    private const int CapAcknowledgement = 10;
    private const int ExtendedAcknowledgement = 11;
    private const int ReceiveLength = 64 * 1024; // dumps come in datagrams of at most 32 KiB

    private readonly SafeFileHandle _socket;
    private readonly byte[] _received = GC.AllocateUninitializedArray<byte>(ReceiveLength);
    private uint _sequence;

    public NetlinkSocket()
    {
        _socket = Libc.Socket(FamilyNetlink, TypeRaw | Libc.CloseOnExec, ProtocolRoute);
        if (_socket.IsInvalid)
            throw new LinuxException("socket AF_NETLINK", Marshal.GetLastPInvokeError());

        var yes = 1;
        _ = Libc.SetSocketOption(_socket, LevelNetlink, CapAcknowledgement, &yes, sizeof(int));
        _ = Libc.SetSocketOption(_socket, LevelNetlink, ExtendedAcknowledgement, &yes, sizeof(int));
        var fiveSeconds = stackalloc nint[] { 5, 0 }; // the kernel answers at once: this only guards against waiting for ever
        _ = Libc.SetSocketOption(_socket, LevelSocket, ReceiveTimeout, fiveSeconds, (uint)(2 * sizeof(nint)));
    }

    /// <summary>What is done with each message of an answer.</summary>
    public delegate void MessageHandler(in NetlinkMessage message);

    /// <summary>Sends a request, and hands over each message of its answer until the kernel says that it is complete.</summary>
    /// <param name="operation">What is asked, for the words of an exception.</param>
    /// <param name="request">Not yet finished.</param>
    /// <param name="handle">Null where only success matters.</param>
    public void Exchange(string operation, NetlinkRequest request, MessageHandler? handle = null)
    {
        var sequence = ++_sequence;
        Send(operation, request.Finish(sequence));
        var complete = false;
        while (!complete)
        {
            ReadOnlySpan<byte> datagram = _received.AsSpan(0, Receive(operation));
            while (!complete && NetlinkMessage.TryTake(ref datagram, out var message))
                complete = message.Sequence == sequence && HandleOne(operation, message, handle);
        }
    }

    public void Dispose() => _socket.Dispose();

    private static bool HandleOne(string operation, in NetlinkMessage message, MessageHandler? handle)
    {
        if (message.TryReadError(out var error, out var text))
            return error == 0 ? true : throw Refused(operation, error, text);
        if (message.Type == Rtnetlink.Done)
            return true;

        handle?.Invoke(message);
        return (message.Flags & Rtnetlink.Multi) == 0;
    }

    private static LinuxException Refused(string operation, int error, string text)
    {
        var remedy = error == Errno.EPERM ? "Run as root, or give this process the capability CAP_NET_ADMIN." : "";
        return text.Length > 0
            ? new LinuxException(operation, error, text.TrimEnd('.'), remedy)
            : new LinuxException(operation, error, remedy);
    }

    private void Send(string operation, ReadOnlySpan<byte> request)
    {
        fixed (byte* bytes = request)
        {
            if (Libc.Send(_socket, bytes, (nuint)request.Length, 0) != request.Length)
                throw new LinuxException(operation, Marshal.GetLastPInvokeError());
        }
    }

    private int Receive(string operation)
    {
        fixed (byte* bytes = _received)
        {
            nint count;
            do count = Libc.Receive(_socket, bytes, ReceiveLength, 0);
            while (count < 0 && Marshal.GetLastPInvokeError() == Errno.EINTR);

            return count > 0 ? (int)count : throw new LinuxException(operation, Marshal.GetLastPInvokeError());
        }
    }
}
