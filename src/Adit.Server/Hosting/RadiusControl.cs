using System.Text.Json;
using Adit.Access.Auditing;
using Adit.Access.Decisions;
using Adit.Protocols.Crypto;
using Adit.Protocols.Ppp;
using Adit.Protocols.Radius;
using Adit.Protocols.Radius.Servers;
using Adit.Server.Configuration;
using Adit.Server.Control;
using Adit.Server.Radius;
using Adit.Server.Radius.Remote;
using Adit.Transport;

namespace Adit.Server.Hosting;

/// <summary>What the control API asks about RADIUS.</summary>
internal sealed class RadiusControl(LiveConfiguration live, RemoteAuthorities remote, string gateway, IAuditLog audit, TimeProvider clock) : IRadiusControl
{
    /// <summary>What became of clients' packets.</summary>
    public RadiusCounts Counts { get; init; } = new();

    /// <summary>Each server of each group.</summary>
    public IReadOnlyList<RadiusServerView> Servers => [.. remote.All.SelectMany(group =>
        ViewsOf(group, "authentication", group.Health.Decisions, server => server.Port)
            .Concat(ViewsOf(group, "accounting", group.Health.Reports, server => server.AccountingPort)))];

    public ValueTask<RadiusView> ListAsync(CancellationToken cancellationToken) => new(new RadiusView(
        [.. live.Current.Radius.Clients.Select(ViewOf)],
        Servers,
        [.. remote.All.Select(group => new RadiusReportsView(group.Settings.Name, group.Backlog.Waiting, group.Backlog.KeptBytes, group.Backlog.Lost))]));

    public async ValueTask<RadiusTestView> TestAsync(RadiusTestOrder order, Actor actor, CancellationToken cancellationToken)
    {
        var group = remote.FindGroup(order.Group) ?? throw new ControlException(ControlFault.NotFound, new ProblemView(
            "no-group", $"There is no group '{order.Group}' in 'radius.groups'.", "List the groups with 'adit radius list'."));
        if (order is not { User: { } user, Password: { } password })
            return await ProbeAsync(group);

        await audit.AppendAsync(new AuditEntry(clock.GetUtcNow(), actor.Name, "radius.test", order.Group, ""), CancellationToken.None);
        return await DecideAsync(group, user, password);
    }

    private RadiusClientView ViewOf(RadiusClientSettings client)
    {
        var counts = Counts.Of(client.Name);
        return new RadiusClientView(client.Name, client.Address.ToString(), client.MayChangeSessions)
        {
            Vendor = client.Vendor,
            RequireMessageAuthenticator = WordOf($"{client.RequireMessageAuthenticator}"),
            LastSeenUtc = counts.LastSeen,
            Answers = [.. counts.Answers.Read().Select(each => new RadiusCountView(WordOf(each.Word), each.Count))],
            Drops = [.. counts.Drops.Read().Select(each => new RadiusCountView(WordOf(each.Word), each.Count))],
        };
    }

    /// <summary>The words of the metrics.</summary>
    private static string WordOf(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    private static IEnumerable<RadiusServerView> ViewsOf(
        RemoteAuthority group, string purpose, IReadOnlyList<ServerHealth> health, Func<RadiusServerSettings, int> port) =>
        group.Settings.Servers.Zip(health, (server, one) => new RadiusServerView(
            group.Settings.Name, $"{new System.Net.IPEndPoint(server.Address, port(server))}", purpose,
            one.IsUp, one.Waiting, one.Sent, one.Answered, one.Lost, one.Dropped));

    private async Task<RadiusTestView> ProbeAsync(RemoteAuthority group)
    {
        var probes = await group.ProbeAsync(clock);
        return new RadiusTestView(
            group.Settings.Name, [.. probes.Select(probe => new RadiusProbeView(probe.Server, probe.Time?.TotalMilliseconds))], null, null, null, [])
        {
            Passed = probes.All(probe => probe.Time is not null),
        };
    }

    /// <summary>Asks as a call with MS-CHAPv2 would: the password stays here.</summary>
    private async Task<RadiusTestView> DecideAsync(RemoteAuthority group, string user, string password)
    {
        try
        {
            var asked = new AccessRequest(new AccessCredentials.MsChapV2(ExchangeOf(user, password)), $"test-{Guid.CreateVersion7():n}"[..20], gateway, "", null);
            var (server, message) = await group.AskAsync(asked);
            return new RadiusTestView(
                group.Settings.Name, [], $"{(RadiusCode)message.Span[0]}", server, null,
                [.. RadiusMessage.List(message).Select(value => new RadiusAttributeView(
                    RadiusDictionary.NameOf(value.Vendor, value.Type), RadiusDictionary.TextOf(value)))])
            {
                Passed = (RadiusCode)message.Span[0] is RadiusCode.AccessAccept,
            };
        }
        catch (NoDecisionException e)
        {
            return new RadiusTestView(group.Settings.Name, [], null, null, e.Reason.Code, []);
        }
    }

    private static MsChapV2Exchange ExchangeOf(string user, string password)
    {
        var random = new SystemRandom();
        var (authenticator, peer, response) = (new byte[16], new byte[16], new byte[24]);
        random.Fill(authenticator);
        random.Fill(peer);
        MsChapV2.NtResponse(authenticator, peer, user, MsChapV2.NtPasswordHash(password), response);
        return new MsChapV2Exchange(1, user, authenticator, peer, response);
    }
}
