using Adit.Linux.Tun;

namespace Adit.Server.Network;

/// <summary>Offloads as an operator reads them, one by one.</summary>
internal static class OffloadNames
{
    private static readonly TunOffloads[] Each = [TunOffloads.Checksum, TunOffloads.TcpOverIpv4, TunOffloads.TcpOverIpv6, TunOffloads.Udp];

    public static IReadOnlyList<string> Of(TunOffloads offloads) => [.. Each.Where(one => offloads.HasFlag(one)).Select(one => one.ToString())];
}
