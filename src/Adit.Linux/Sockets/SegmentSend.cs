using System.Net.Sockets;
using System.Runtime.InteropServices;
using Adit.Linux.Interop;

namespace Adit.Linux.Sockets;

/// <summary>
/// Sends bytes behind which the kernel begins a new segment (MSG_EOR, which .NET has no flag for). It asks for TCP_NOTSENT_LOWAT only when it
/// begins one; else it fills the last one up to 64 KiB, whatever the limit.
/// </summary>
internal static unsafe class SegmentSend
{
    private const int DoNotWait = 0x40;
    private const int EndOfRecord = 0x80;
    private const int NoSignal = 0x4000;

    /// <summary>Sends what the socket takes; how many bytes that were.</summary>
    public static int Send(Socket socket, ReadOnlySpan<byte> bytes, out SocketError error)
    {
        nint sent;
        fixed (byte* first = bytes)
            sent = Libc.Send(socket.SafeHandle, first, (nuint)bytes.Length, DoNotWait | EndOfRecord | NoSignal);
        if (sent < 0 && Marshal.GetLastPInvokeError() is not Errno.EAGAIN)
            return socket.Send(bytes, SocketFlags.None, out error); // it knows the error's name

        error = sent < 0 ? SocketError.WouldBlock : SocketError.Success;
        return Math.Max(0, (int)sent);
    }
}
