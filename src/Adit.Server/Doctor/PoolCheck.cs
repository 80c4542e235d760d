using Adit.Diagnosis.Findings;
using Adit.Server.Configuration;
using Adit.Server.Network;

namespace Adit.Server.Doctor;

/// <summary>Looks whether the addresses of the pool can be reached and are nobody else's.</summary>
internal sealed class PoolCheck : IServerCheck
{
    private const uint LinkLocal = 0xA9FE;

    public string Component => "pool";

    public Task<IReadOnlyList<Finding>> RunAsync(ServerSight sight, CancellationToken cancellation)
    {
        var overlaps = MachineFaults.Find(sight.Configuration).Select(fault => Finding.AtServer("pool", new ServerFault.PoolOverlaps(fault.Problem)));
        List<Finding> found = [.. overlaps, .. Judge(sight.Configuration)];
        return Task.FromResult<IReadOnlyList<Finding>>(found.Count > 0 ? found : [Finding.Good("pool", "The pool is this server's own.", sight.Configuration.Pool.ToString())]);
    }

    internal static IEnumerable<Finding> Judge(ServerConfiguration configuration)
    {
        if (!configuration.Ipv4)
            yield return Finding.AtServer("pool", new ServerFault.NoIpv4(), state: configuration.Ipv6 is Ipv6Mode.Off ? FindingState.Bad : FindingState.Warning);
        foreach (var range in configuration.AllRanges.Where(range => range.Start.Value >> 16 == LinkLocal || range.End.Value >> 16 == LinkLocal))
            yield return Finding.AtServer("pool", new ServerFault.PoolLinkLocal(range.ToString()));
        if (configuration is { Reach: ClientReach.Network, Nat: NatMode.Off, Pool.IsLeased: false })
            yield return Finding.AtServer("pool", new ServerFault.WayBackNeeded(configuration.Pool.ToString()), state: FindingState.Warning);
    }
}
