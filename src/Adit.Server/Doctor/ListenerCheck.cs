using System.Net;
using System.Text.Json.Nodes;
using Adit.Diagnosis.Findings;
using Adit.Linux.Sockets;
using Adit.Server.Configuration;

namespace Adit.Server.Doctor;

/// <summary>Holds what is configured to listen to the kernel's table of sockets.</summary>
internal sealed class ListenerCheck : IServerCheck
{
    private const string Ours = "adit";
    private const int UsualPort = 443;

    public string Component => "listeners";

    public async Task<IReadOnlyList<Finding>> RunAsync(ServerSight sight, CancellationToken cancellation)
    {
        if (IsShut(sight))
            return [];

        var table = ListeningSockets.List();
        var inForce = sight.Client is { } client ? Read(await client.GetConfigurationAsync(cancellation)) : sight.Configuration.Listen;
        return [.. inForce.Concat(sight.Configuration.PlainSstp.Listen).SelectMany(endPoint => Judge(endPoint, table, sight.Status is not null)),
            .. sight.Configuration.PlainSstp.Listen.Count == 0 ? JudgePorts([.. inForce]) : []];
    }

    /// <summary>A balancer takes the calls at its own port; without one, clients that are told no port dial this one.</summary>
    internal static IEnumerable<Finding> JudgePorts(IReadOnlyList<IPEndPoint> listen)
    {
        if (listen.Count > 0 && listen.All(endPoint => endPoint.Port != UsualPort))
            yield return Finding.AtServer("listeners", new ServerFault.NotAtTheUsualPort([.. listen.Select(endPoint => endPoint.ToString())]), state: FindingState.Warning);
    }

    /// <summary>A server that takes no call and says so by its ports: that is another finding.</summary>
    private static bool IsShut(ServerSight sight) => sight.Configuration.Limits is var limits && limits.Refuse is RefusalForm.Tcp
        && (limits.Ports.Sstp == 0 || sight.Status is { Draining: true });

    /// <summary>Where it listens by what it has read; that the file says otherwise is another finding.</summary>
    private static IEnumerable<IPEndPoint> Read(JsonObject configuration) => (configuration["listen"] as JsonArray ?? [])
        .Select(item => IPEndPoint.TryParse($"{item}", out var endPoint) ? endPoint : null).OfType<IPEndPoint>();

    internal static IEnumerable<Finding> Judge(IPEndPoint endPoint, IReadOnlyList<ListeningEntry> table, bool isRunning)
    {
        var component = $"port {endPoint.Port}";
        var held = table.FirstOrDefault(entry => entry.EndPoint.Port == endPoint.Port && Meet(entry.EndPoint.Address, endPoint.Address));
        if (held is null)
        {
            if (isRunning) // a server that is not running explains it
                yield return Finding.AtServer(component, new ServerFault.NotListening(endPoint.ToString()));
            yield break;
        }

        var holder = ListeningSockets.FindHolder(held);
        if (!isRunning || (holder is not null && !IsOurs(holder)))
        {
            yield return Finding.AtServer(component, new ServerFault.PortHeld(endPoint.ToString(), holder ?? "a program that we may not see"));
            yield break;
        }

        yield return IPAddress.IsLoopback(endPoint.Address)
            ? Finding.AtServer(component, new ServerFault.ListensLocally(endPoint.ToString()), state: FindingState.Warning)
            : Finding.Good(component, "The server listens.", $"{held.EndPoint}, {holder ?? "held by a program that we may not see"}");
    }

    /// <summary>A socket for all addresses takes each of them.</summary>
    private static bool Meet(IPAddress held, IPAddress wanted) => held.Equals(wanted) || IsAny(held) || IsAny(wanted);

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    /// <summary>Run by the runtime's own program, it has that one's name.</summary>
    private static bool IsOurs(string holder) => holder.StartsWith(Ours, StringComparison.Ordinal) || holder.StartsWith("dotnet ", StringComparison.Ordinal);
}
