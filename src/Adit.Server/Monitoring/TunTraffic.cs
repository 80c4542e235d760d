using System.Runtime.InteropServices;

namespace Adit.Server.Monitoring;

/// <summary>What has passed between the server and its TUN, since the start.</summary>
/// <param name="Reads">How often something was read: a packet, or several of one flow.</param>
/// <param name="Writes">How often something was written, likewise, and taken.</param>
/// <param name="RefusedWrites">How many more the kernel did not take.</param>
/// <param name="Undeliverable">How many packets that were read belonged to no session.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TunTraffic(long Reads, long Writes, long RefusedWrites, long Undeliverable);
