using Adit.Protocols.Ip;

namespace Adit.Transport;

/// <summary>Gives a device one packet with its virtio-net header; false where it was refused.</summary>
public delegate bool TryWritePacket(ReadOnlySpan<byte> packetWithVirtioHeader);

/// <summary>
/// Writes into a TUN. Some kernels promise super-packets and refuse them (several long-term ones did in 2024, with EINVAL): what they refuse
/// is cut and written in its parts, and once that has worked, that kind is no more tried whole. Any thread may call.
/// </summary>
/// <param name="tryWrite">The device.</param>
internal sealed class TunSink(TryWritePacket tryWrite) : IPacketSink
{
    // What a message of SSTP can carry, and more: what was gathered came in such.
    private const int LongestPart = VirtioNetHeader.Length + 4096;

    // One bit for each GSO type; those are small numbers.
    private volatile int _refusedKinds;

    /// <summary>Told once of each kind of super-packet that the kernel refuses, by its name for people.</summary>
    public Action<string>? Refused { get; init; }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> packetWithVirtioHeader)
    {
        if (!VirtioNetHeader.TryParse(packetWithVirtioHeader, out var header))
            return;

        var kind = 1 << header.GsoType;
        if ((_refusedKinds & kind) != 0)
            WriteParts(packetWithVirtioHeader);
        else if (!tryWrite(packetWithVirtioHeader) && header.GsoType != VirtioNetHeader.GsoNone && WriteParts(packetWithVirtioHeader))
            Refuse(kind, header.GsoType);
    }

    /// <summary>Whether the device took any of them: one that is down takes nothing at all.</summary>
    private bool WriteParts(ReadOnlySpan<byte> superPacket)
    {
        var hasTaken = false;
        Span<byte> part = stackalloc byte[LongestPart];
        default(VirtioNetHeader).Write(part);
        var parts = new PacketSegmenter(superPacket);
        while (parts.TryNext(part[VirtioNetHeader.Length..], out var length))
            hasTaken |= tryWrite(part[..(VirtioNetHeader.Length + length)]);
        return hasTaken;
    }

    private void Refuse(int kind, byte type)
    {
        if ((Interlocked.Or(ref _refusedKinds, kind) & kind) == 0)
            Refused?.Invoke(type == VirtioNetHeader.GsoUdpL4 ? "UDP" : type == VirtioNetHeader.GsoTcpV6 ? "TCP over IPv6" : "TCP over IPv4");
    }
}
