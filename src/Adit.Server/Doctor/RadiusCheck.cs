using Adit.Diagnosis.Findings;
using Adit.Server.Control;

namespace Adit.Server.Doctor;

/// <summary>Asks each RADIUS server whether it is there (Status-Server), by way of the running server.</summary>
internal sealed class RadiusCheck : IServerCheck
{
    private const string Decisions = "authentication";

    public string Component => "RADIUS";

    public async Task<IReadOnlyList<Finding>> RunAsync(ServerSight sight, CancellationToken cancellation)
    {
        var groups = sight.Configuration.Radius.Groups.Select(group => group.Name).ToList();
        if (sight.Client is not { } client || groups.Count == 0)
            return [];

        var before = await client.GetRadiusAsync(cancellation);
        var findings = new List<Finding>();
        foreach (var group in groups)
        {
            var test = await client.TestRadiusAsync(new RadiusTestOrder(group, null, null), cancellation);
            var after = await client.GetRadiusAsync(cancellation);
            findings.AddRange(test.Servers.Select(server => Judge(group, server, DroppedBy(after, group, server) > DroppedBy(before, group, server))));
        }

        return findings;
    }

    /// <summary>An answer that was dropped was signed with another secret.</summary>
    internal static Finding Judge(string group, RadiusProbeView server, bool wasDropped) =>
        server.Milliseconds is { } time ? Finding.Good("RADIUS", "The RADIUS server answers.", FormattableString.Invariant($"{server.Server} of {group} after {time:0} ms"))
        : wasDropped ? Finding.AtServer("RADIUS", new ServerFault.RadiusSecretWrong(group, server.Server))
        : Finding.AtServer("RADIUS", new ServerFault.RadiusSilent(group, server.Server));

    private static long DroppedBy(RadiusView view, string group, RadiusProbeView server) =>
        view.Servers.Where(one => one.Group == group && one.Server == server.Server && one.For == Decisions).Sum(one => one.Dropped);
}
