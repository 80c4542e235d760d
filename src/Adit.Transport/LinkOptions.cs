using System.ComponentModel.DataAnnotations;

namespace Adit.Transport;

/// <summary>How links use their TCP connections, and how much may wait for one.</summary>
public sealed record LinkOptions
{
    /// <summary>As the kernel would have it anyway: by net.ipv4.tcp_congestion_control, or by the route.</summary>
    public const string KernelsOwn = "default";

    /// <summary>The congestion control of the connections, by the name that the kernel has for it, or <see cref="KernelsOwn"/>.</summary>
    public string CongestionControl { get; init; } = KernelsOwn;

    /// <summary>
    /// Bytes of packets that may wait for one peer. With a quarter of the default a fast session loses packets all the time; less than half of it
    /// has no room for two whole super-packets beside what is kept for others. What a peer that stops reading costs is up to twice as much.
    /// </summary>
    [Range(512 * 1024, 16 * 1024 * 1024)]
    public int QueueBytes { get; init; } = 1024 * 1024;

    /// <summary>
    /// Bytes of ciphertext that the kernel may hold unsent, and so the most of a batch; a slow path gets less by itself. From a record of TLS, to
    /// half of what ends a connection that takes none of it.
    /// </summary>
    [Range(16 * 1024, 512 * 1024)]
    public int UnsentBytes { get; init; } = 128 * 1024;
}
