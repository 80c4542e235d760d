using System.Runtime.InteropServices;
using Adit.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Adit.Linux.Tun;

/// <summary>
/// A TUN interface (<c>Documentation/networking/tuntap</c> of the kernel) that lives as long as this object. Each packet, read or
/// written, is led by the ten bytes of a virtio-net header, so that one call can carry a TCP super-packet. One thread at a time reads; any
/// number may write.
/// </summary>
public sealed unsafe class TunDevice : IDisposable
{
    /// <summary>Bytes of the virtio-net header that leads each packet.</summary>
    public const int HeaderLength = 10;

    /// <summary>Bytes a reader's buffer needs, so that the largest super-packet and its header fit.</summary>
    public const int ReadBufferLength = HeaderLength + 65535;

    private readonly SafeFileHandle _file;
    private long _reads;
    private long _writes;
    private long _refusedWrites;

    private TunDevice(SafeFileHandle file, string name, TunOffloads wanted, TunOffloads agreed) =>
        (_file, Name, Offloads, RefusedOffloads) = (file, name, agreed, wanted & ~agreed);

    /// <summary>The interface's name, as the kernel gave it.</summary>
    public string Name { get; }

    /// <summary>What the kernel agreed to leave to us.</summary>
    public TunOffloads Offloads { get; }

    /// <summary>What it was asked for beside that.</summary>
    public TunOffloads RefusedOffloads { get; }

    /// <summary>How often something was read: a packet, or several of one flow.</summary>
    public long Reads => Volatile.Read(ref _reads);

    /// <summary>How often something was written and taken: a packet, or several of one flow.</summary>
    public long Writes => Interlocked.Read(ref _writes);

    /// <summary>How many packets the kernel refused to take, for instance because the interface is down.</summary>
    public long RefusedWrites => Interlocked.Read(ref _refusedWrites);

    /// <summary>Makes the interface. It is down and has no address. <c>%d</c> in the name stands for the first free number.</summary>
    /// <param name="name">1 to 15 ASCII characters without blank or slash.</param>
    /// <param name="udpOffload">Whether the kernel is asked for <see cref="TunOffloads.Udp"/>, too.</param>
    /// <exception cref="LinuxException">The kernel refused; the message says what to do.</exception>
    public static TunDevice Create(string name, bool udpOffload = true)
    {
        var wanted = udpOffload ? TunOffloads.All : TunOffloads.All & ~TunOffloads.Udp;
        var file = TunControl.Open(name);
        try
        {
            var givenName = TunControl.Attach(file, name);
            return new TunDevice(file, givenName, wanted, TunControl.Offload(file, name, wanted));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Takes the next packet, if there is one, and never waits. A packet longer than the buffer is cut by the kernel.</summary>
    /// <param name="buffer">Best <see cref="ReadBufferLength"/> bytes.</param>
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

    /// <summary>Has a thread that waits for links wait for packets, too, once it is told to.</summary>
    /// <param name="tell">Told on that thread; it must not block.</param>
    public TunWatch Watch(Action<TunNews> tell) => new(_file, tell);

    /// <summary>Removes the interface. Dispose its watch first.</summary>
    public void Dispose() => _file.Dispose();
}
