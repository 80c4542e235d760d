using System.Net;
using System.Net.Sockets;
using Adit.Diagnosis.Findings;
using Adit.Linux.Firewall;
using Adit.Server.Configuration;

namespace Adit.Server.Doctor;

/// <summary>Looks whether the machine's nftables, and iptables-legacy where it is in use, let new connections to our ports in and their answers out, and what the tunnels send on.</summary>
internal sealed class FirewallCheck : IServerCheck
{
    private const string OwnPrefix = "adit_";

    public string Component => "firewall";

    public Task<IReadOnlyList<Finding>> RunAsync(ServerSight sight, CancellationToken cancellation) =>
        Task.FromResult(JudgeMachine(Ruleset.Read(), sight.Configuration));

    /// <summary>Where rules could not be read, the rest is no proof that callers are let in.</summary>
    private IReadOnlyList<Finding> JudgeMachine(Ruleset rules, ServerConfiguration configuration) => rules.Unread is { } unread
        ? [.. Judge(rules, configuration).Where(finding => finding.State is not FindingState.Good), Finding.Unknown(Component, "Rules of iptables-legacy could not be read.", unread)]
        : Judge(rules, configuration);

    internal static IReadOnlyList<Finding> Judge(Ruleset rules, ServerConfiguration configuration)
    {
        List<Finding> found = [.. configuration.Listen.Where(endPoint => !IPAddress.IsLoopback(endPoint.Address)).SelectMany(endPoint => JudgePort(rules, endPoint, configuration.Filters.Count > 0))];
        if (configuration.Reach is ClientReach.Network && rules.FindDrop("forward", new KnownPacket(false, null, configuration.Interface)) is { } drop
            && (drop.IsCertain || !IsOurs(drop))) // a filter of ours that names some packets does what it is told
            found.Add(Finding.AtServer("firewall", new ServerFault.ForwardingDropped(drop.Table, drop.Chain, drop.Rule), state: StateOf(drop)));
        return found.Count > 0 ? found : [Finding.Good("firewall", "The machine's firewall lets callers in.", "nftables, hooks input and forward")];
    }

    private static IEnumerable<Finding> JudgePort(Ruleset rules, IPEndPoint endPoint, bool hasFilters)
    {
        foreach (var isIpv6 in FamiliesOf(endPoint))
        {
            var (packet, port) = (new KnownPacket(isIpv6, endPoint.Port, null), $"{endPoint.Port} over {(isIpv6 ? "IPv6" : "IPv4")}");
            if (rules.FindDrop("input", packet) is { } drop)
                yield return Name(drop, port, "in", hasFilters);
            if (rules.FindDrop("output", packet with { IsAnswer = true }) is { } lost)
                yield return Name(lost, port, "out", hasFilters);
        }
    }

    private static Finding Name(RulesetDrop drop, string port, string direction, bool hasFilters) => IsOurs(drop)
        ? Finding.AtServer("firewall", new ServerFault.OwnFilterDrops(port, drop.Rule, direction, drop.Rule is "drop" ? "rest" : "rule"), state: StateOf(drop))
        : Finding.AtServer("firewall", new ServerFault.FirewallDrops(port, drop.Table, drop.Chain, drop.Rule, hasFilters ? "there" : "none"), state: StateOf(drop));

    private static bool IsOurs(RulesetDrop drop) => drop.Table.StartsWith(OwnPrefix, StringComparison.Ordinal);

    private static bool[] FamiliesOf(IPEndPoint endPoint) =>
        endPoint.AddressFamily is AddressFamily.InterNetwork ? [false] : endPoint.Address.Equals(IPAddress.IPv6Any) ? [false, true] : [true];

    /// <summary>What drops only what comes from somewhere may be meant.</summary>
    private static FindingState StateOf(RulesetDrop drop) => drop.IsCertain ? FindingState.Bad : FindingState.Warning;
}
