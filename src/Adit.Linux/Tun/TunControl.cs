using System.Runtime.InteropServices;
using System.Text;
using Adit.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Adit.Linux.Tun;

/// <summary>The control calls that make a TUN interface (<c>linux/if_tun.h</c>).</summary>
internal static unsafe class TunControl
{
    public const string DevicePath = "/dev/net/tun";

    private const int NameSize = 16;
    private const int RequestSize = 40; // struct ifreq
    private const nuint SetInterface = 0x400454ca; // TUNSETIFF
    private const nuint SetOffload = 0x400454d0; // TUNSETOFFLOAD
    private const nuint SetHeaderSize = 0x400454d8; // TUNSETVNETHDRSZ
    private const int Flags = 0x0001 | 0x1000 | 0x4000; // IFF_TUN | IFF_NO_PI | IFF_VNET_HDR
    private const int SeveralQueues = 0x0100; // IFF_MULTI_QUEUE
    private const int MakeNew = 0x8000; // IFF_TUN_EXCL: else a second process could take a queue of the first one's

    /// <summary>Opens the device for each queue; fewer, at least one, where it is not to be had as often.</summary>
    public static List<SafeFileHandle> Open(string name, int queues)
    {
        CheckName(name);
        var handedOver = InheritedFile.TakeAll(TunHandOver.Variable);
        var files = handedOver.Take(queues).ToList();
        foreach (var file in handedOver.Skip(queues))
            file.Dispose();
        while (files.Count < queues && TryOpen(files))
        {
        }

        return files;
    }

    /// <summary>Makes the interface with its first queue, adds the others, and returns its name.</summary>
    public static string Attach(IReadOnlyList<SafeFileHandle> files, string name)
    {
        var several = files.Count > 1 ? SeveralQueues : 0;
        var given = Attach(files[0], name, several | MakeNew);
        foreach (var file in files.Skip(1))
            Attach(file, given, several);
        return given;
    }

    private static string Attach(SafeFileHandle file, string name, int flags)
    {
        var request = stackalloc byte[RequestSize];
        new Span<byte>(request, RequestSize).Clear();
        Encoding.ASCII.GetBytes(name, new Span<byte>(request, NameSize));
        *(ushort*)(request + NameSize) = (ushort)(Flags | flags);
        if (Libc.Control(file, SetInterface, request) < 0)
            throw Refused(name, Marshal.GetLastPInvokeError());

        var headerSize = TunDevice.HeaderLength;
        if (Libc.Control(file, SetHeaderSize, &headerSize) < 0)
            throw new LinuxException($"TUNSETVNETHDRSZ {name}", Marshal.GetLastPInvokeError());

        return Encoding.ASCII.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(request));
    }

    /// <summary>Asks for all that is wanted, then for fewer: without any of them the device is slower, not wrong.</summary>
    public static TunOffloads Offload(SafeFileHandle file, string name, TunOffloads wanted)
    {
        const TunOffloads ipv4 = TunOffloads.Checksum | TunOffloads.TcpOverIpv4;
        const TunOffloads tcp = ipv4 | TunOffloads.TcpOverIpv6;
        foreach (var most in (ReadOnlySpan<TunOffloads>)[TunOffloads.All, tcp, ipv4, TunOffloads.Checksum])
        {
            var offloads = most & wanted;
            if (Libc.Control(file, SetOffload, (void*)(nuint)offloads) == 0)
                return offloads;
        }

        if (Libc.Control(file, SetOffload, null) < 0)
            throw new LinuxException($"TUNSETOFFLOAD {name}", Marshal.GetLastPInvokeError());
        return TunOffloads.None;
    }

    private static bool TryOpen(List<SafeFileHandle> files)
    {
        var file = Libc.Open(DevicePath, Libc.ReadWrite | Libc.CloseOnExec | Libc.NonBlocking);
        if (!file.IsInvalid)
        {
            files.Add(file);
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        file.Dispose();
        return files.Count > 0 ? false : throw new LinuxException($"open {DevicePath}", error, error is Errno.ENOENT or Errno.ENODEV
            ? "Load the kernel module with 'modprobe tun'; in a container, pass the device in."
            : $"Let this user read and write {DevicePath}.");
    }

    private static void CheckName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Length >= NameSize || name.Any(c => c is <= ' ' or > '~' or '/'))
            throw new ArgumentException($"An interface name has 1 to {NameSize - 1} ASCII characters without blank or slash.", nameof(name));
    }

    private static LinuxException Refused(string name, int error) => new($"TUNSETIFF {name}", error, error switch
    {
        Errno.EPERM => "Run as root, or give this process the capability CAP_NET_ADMIN.",
        Errno.EBUSY => $"There is an interface {name} already: stop the process that holds it, remove it with 'ip link delete {name}', or take another name.",
        _ => "",
    });
}
