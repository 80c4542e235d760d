using Adit.Diagnosis.Findings;
using Adit.Linux.Firewall;
using Adit.Server.Configuration;

namespace Adit.Server.Doctor;

/// <summary>Looks whether the kernel sends on what comes out of the tunnels.</summary>
internal sealed class ForwardingCheck : IServerCheck
{
    private const string Strict = "1";

    public string Component => "forwarding";

    public Task<IReadOnlyList<Finding>> RunAsync(ServerSight sight, CancellationToken cancellation)
    {
        var filter = ReadFilter("all") is Strict ? "all" : sight.Status is not null && ReadFilter(sight.Configuration.Interface) is Strict ? sight.Configuration.Interface : null;
        return Task.FromResult<IReadOnlyList<Finding>>(
            [Judge(sight.Configuration, sight.Status is not null, Sysctl.Read("net/ipv4/ip_forward")), .. filter is null ? Array.Empty<Finding>() : [Describe(filter)]]);
    }

    internal static Finding Judge(ServerConfiguration configuration, bool isRunning, string forwarding) =>
        configuration.Reach is ClientReach.Server ? Finding.AtServer("forwarding", new ServerFault.ReachIsServer(), state: FindingState.Warning)
        : forwarding != "0" ? Finding.Good("forwarding", "The kernel forwards packets.", "net.ipv4.ip_forward is 1")
        : isRunning ? Finding.AtServer("forwarding", new ServerFault.ForwardingOff("net.ipv4.ip_forward is 0"))
        : Finding.Good("forwarding", "The server turns forwarding on when it starts.", "net.ipv4.ip_forward is 0");

    private static Finding Describe(string name) =>
        Finding.AtServer("forwarding", new ServerFault.ReversePathStrict($"net.ipv4.conf.{name}.rp_filter is 1"), state: FindingState.Warning);

    private static string? ReadFilter(string name) =>
        File.Exists($"/proc/sys/net/ipv4/conf/{name}/rp_filter") ? Sysctl.Read($"net/ipv4/conf/{name}/rp_filter") : null;
}
