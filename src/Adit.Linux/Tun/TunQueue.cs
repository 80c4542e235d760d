using System.Runtime.InteropServices;
using Adit.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Adit.Linux.Tun;

/// <summary>
/// One queue of a <see cref="TunDevice"/>, which one of the threads that wait for links calls its own. The kernel puts a flow's packets into the
/// queue that the flow was last written to. One thread at a time reads; any number may write.
/// </summary>
public sealed unsafe class TunQueue : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly int _number;
    private long _reads;
    private long _writes;
    private long _refusedWrites;

    internal TunQueue(SafeFileHandle file, int number) => (_file, _number) = (file, number);

    /// <summary>How often something was read: a packet, or several of one flow.</summary>
    public long Reads => Volatile.Read(ref _reads);

    /// <summary>How often something was written and taken: a packet, or several of one flow.</summary>
    public long Writes => Interlocked.Read(ref _writes);

    /// <summary>How many packets the kernel refused to take, for instance because the interface is down.</summary>
    public long RefusedWrites => Interlocked.Read(ref _refusedWrites);

    /// <summary>Takes the next packet, if there is one, and never waits. A packet longer than the buffer is cut by the kernel.</summary>
    /// <param name="buffer">Best <see cref="TunDevice.ReadBufferLength"/> bytes.</param>
    /// <param name="length">Bytes read, the virtio-net header included.</param>
    public bool TryRead(Span<byte> buffer, out int length)
    {
        fixed (byte* bytes = buffer)
        {
            nint count;
            do count = Libc.Read(_file, bytes, (nuint)buffer.Length);
            while (count < 0 && Marshal.GetLastPInvokeError() == Errno.EINTR);

            length = (int)Math.Max(count, 0);
            _reads += count > 0 ? 1 : 0;
            return count > 0;
        }
    }

    /// <summary>Gives the kernel one packet. False where it was refused: counted, and the packet is lost as on any wire.</summary>
    public bool TryWrite(ReadOnlySpan<byte> packetWithHeader)
    {
        fixed (byte* bytes = packetWithHeader)
        {
            nint count;
            do count = Libc.Write(_file, bytes, (nuint)packetWithHeader.Length);
            while (count < 0 && Marshal.GetLastPInvokeError() == Errno.EINTR);

            if (count == packetWithHeader.Length)
            {
                Interlocked.Increment(ref _writes);
                return true;
            }
        }

        Interlocked.Increment(ref _refusedWrites);
        return false;
    }

    /// <summary>Has the thread whose queue it is wait for packets, too, once it is told to.</summary>
    /// <param name="tell">Told on that thread; it must not block.</param>
    public TunWatch Watch(Action<TunNews> tell) => new(_file, _number, tell);

    /// <summary>Closes it; the interface goes with its last. Dispose its watch first.</summary>
    public void Dispose() => _file.Dispose();
}
