using Adit.Linux.Sockets;
using Microsoft.Win32.SafeHandles;

namespace Adit.Linux.Tun;

/// <summary>
/// A TUN interface (<c>Documentation/networking/tuntap</c> of the kernel) that lives as long as this object. Each packet, read or
/// written, is led by the ten bytes of a virtio-net header, so that one call can carry a super-packet. Any number of threads may write.
/// </summary>
public sealed class TunDevice : IDisposable
{
    /// <summary>Bytes of the virtio-net header that leads each packet.</summary>
    public const int HeaderLength = 10;

    /// <summary>Bytes a reader's buffer needs, so that the largest super-packet and its header fit.</summary>
    public const int ReadBufferLength = HeaderLength + 65535;

    // MAX_TAP_QUEUES of the kernel
    private const int MostOfKernel = 256;

    private readonly TunQueue[] _queues;

    private TunDevice(IEnumerable<SafeFileHandle> files, string name, TunOffloads wanted, TunOffloads agreed)
    {
        _queues = [.. files.Select((file, number) => new TunQueue(file, number))];
        (Name, Offloads, RefusedOffloads) = (name, agreed, wanted & ~agreed);
    }

    /// <summary>One for each thread that waits for links.</summary>
    public static int MostQueues => Math.Min(ReadinessLoop.Count, MostOfKernel);

    /// <summary>The interface's name, as the kernel gave it.</summary>
    public string Name { get; }

    /// <summary>What the kernel agreed to leave to us.</summary>
    public TunOffloads Offloads { get; }

    /// <summary>What it was asked for beside that.</summary>
    public TunOffloads RefusedOffloads { get; }

    /// <summary>What is read from, at least one.</summary>
    public IReadOnlyList<TunQueue> Queues => _queues;

    /// <summary>How often something was read: a packet, or several of one flow.</summary>
    public long Reads => _queues.Sum(queue => queue.Reads);

    /// <summary>How often something was written and taken: a packet, or several of one flow.</summary>
    public long Writes => _queues.Sum(queue => queue.Writes);

    /// <summary>How many packets the kernel refused to take, for instance because the interface is down.</summary>
    public long RefusedWrites => _queues.Sum(queue => queue.RefusedWrites);

    /// <summary>Makes the interface. It is down and has no address. <c>%d</c> in the name stands for the first free number.</summary>
    /// <param name="name">1 to 15 ASCII characters without blank or slash.</param>
    /// <param name="udpOffload">Whether the kernel is asked for <see cref="TunOffloads.Udp"/>, too.</param>
    /// <param name="queues">How many queues, from 1 to <see cref="MostQueues"/>; where the device cannot be opened as often, it has fewer.</param>
    /// <exception cref="LinuxException">The kernel refused; the message says what to do.</exception>
    public static TunDevice Create(string name, bool udpOffload = true, int queues = 1)
    {
        var wanted = udpOffload ? TunOffloads.All : TunOffloads.All & ~TunOffloads.Udp;
        var files = TunControl.Open(name, queues);
        try
        {
            var givenName = TunControl.Attach(files, name);
            return new TunDevice(files, givenName, wanted, TunControl.Offload(files[0], name, wanted));
        }
        catch
        {
            files.ForEach(file => file.Dispose());
            throw;
        }
    }

    /// <summary>
    /// Gives the kernel one packet, by the calling thread's own queue where it has one: what the packet causes is read there. False where it was
    /// refused: counted, and the packet is lost as on any wire.
    /// </summary>
    public bool TryWrite(ReadOnlySpan<byte> packetWithHeader) =>
        _queues[(ReadinessLoop.Current?.Number ?? 0) % _queues.Length].TryWrite(packetWithHeader);

    /// <summary>Removes the interface. Dispose the watches of its queues first.</summary>
    public void Dispose()
    {
        foreach (var queue in _queues)
            queue.Dispose();
    }
}
