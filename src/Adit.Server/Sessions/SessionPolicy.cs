using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Adit.Diagnosis.Attempts;
using Adit.Linux;
using Adit.Protocols.Ip;
using Adit.Protocols.Ip.Filtering;
using Adit.Protocols.Radius;
using Adit.Server.Configuration;
using Adit.Transport;

namespace Adit.Server.Sessions;

/// <summary>What a session tells policies of itself, and what it does with what they have set.</summary>
internal static class SessionPolicy
{
    /// <summary>The fact that names the connection request policy.</summary>
    public const string ConnectionFact = "policy.connection";

    /// <summary>The fact that names the network policy.</summary>
    public const string NetworkFact = "policy.network";

    /// <summary>The facts, numbered from 1, that say how each policy was looked at.</summary>
    public const string TraceFact = "policy.trace.";

    private const uint OverIpv4 = 1;
    private const uint OverIpv6 = 2;

    /// <summary>What a request of ours says beside who it is for.</summary>
    /// <param name="peer">From where the client calls.</param>
    /// <param name="local">Where it has called.</param>
    public static AccessAttributes AttributesOf(IPEndPoint peer, IPEndPoint local)
    {
        var own = local.Address.IsIPv4MappedToIPv6 ? local.Address.MapToIPv4() : local.Address;
        var isIpv4 = own.AddressFamily is AddressFamily.InterNetwork;
        return AccessAttributes.OfTunnel with
        {
            NasIpAddress = isIpv4 ? Ipv4Address.Read(own.GetAddressBytes()) : null,
            NasIpv6Address = isIpv4 ? null : Ipv6Address.Read(own.GetAddressBytes()),
            CalledStationId = own.ToString(),
            TunnelType = AccessAttributes.Sstp,
            TunnelMediumType = isIpv4 ? OverIpv4 : OverIpv6,
            TunnelClientEndpoint = peer.Address.ToString(),
            NetworkAccessServerType = 2,
        };
    }

    /// <summary>The configuration as it is for one session: what its policy sets comes first.</summary>
    public static ServerConfiguration Apply(SessionSettings settings, ServerConfiguration configuration) =>
        settings.Dns.Count + settings.Routes.Count + settings.Ipv6Routes.Count == 0 && settings.Mtu is null ? configuration : configuration with
        {
            Dns = settings.Dns.Count > 0 ? settings.Dns : configuration.Dns,
            Routes = settings.Routes.Count + settings.Ipv6Routes.Count == 0 ? configuration.Routes :
            [
                .. settings.Routes.Select(route => new IPNetwork(route.Address.ToIPAddress(), route.PrefixLength)),
                .. settings.Ipv6Routes.Select(route => new IPNetwork(IPAddress.Parse(route.Address.ToString()), route.Length)),
            ],
            Mtu = (int)Math.Min((uint)configuration.Mtu, settings.Mtu ?? uint.MaxValue),
        };

    /// <summary>The IPv6 routes in place of those for all; null where the policy sets no routes.</summary>
    public static IReadOnlyList<Ipv6Prefix>? Ipv6RoutesOf(SessionSettings? settings) =>
        settings is { Routes.Count: > 0 } or { Ipv6Routes.Count: > 0 } ? settings.Ipv6Routes : null;

    /// <summary>The filter; null where everything passes.</summary>
    public static SessionFilter? FilterOf(SessionSettings settings) => settings.Filters.Count == 0 ? null : new SessionFilter(settings.Filters);

    /// <summary>Puts the rates in force, which the settings have in bits.</summary>
    public static void LimitRates(CallDriver driver, SessionSettings settings) => driver.LimitRates(settings.DownloadRate / 8, settings.UploadRate / 8);

    /// <summary>The fact that holds the authority's text for people.</summary>
    public const string MessageFact = "reply.message";

    private const int MaxMessage = 200;

    private static volatile ReadTrace? _lastRead;

    /// <summary>Keeps with the attempt how policies decided, and what the authority has to say to people.</summary>
    public static void Note(AttemptTrail attempt, AccessReply reply)
    {
        if (reply.ReplyMessage is { Length: > 0 } message)
            attempt.Fact(MessageFact, PrintableText.From(Encoding.UTF8.GetBytes(message.Length <= MaxMessage ? message : message[..MaxMessage])));
        if (reply.Trace.Length > 0)
            Note(attempt, reply.Trace);
    }

    private static bool IsRemark(string line) => line.IndexOf('=', StringComparison.Ordinal) > 0
        && (line.StartsWith("name.", StringComparison.Ordinal) || line.StartsWith("password.", StringComparison.Ordinal) || line.StartsWith("eap.", StringComparison.Ordinal));

    /// <summary>One decision after another goes by the same policies: what was read of the last is kept, and its facts are the same objects.</summary>
    private static void Note(AttemptTrail attempt, string trace)
    {
        var read = _lastRead;
        if (read?.Trace != trace)
            _lastRead = read = new ReadTrace(trace, Read(trace));
        foreach (var (fact, isRemark) in read.Facts)
        {
            if (isRemark)
                attempt.Note(fact);
            else
                attempt.Fact(fact);
        }
    }

    private static (AttemptFact Fact, bool IsRemark)[] Read(string trace)
    {
        var number = 0;
        return [.. trace.Split('\n').Select(line =>
            line.StartsWith("connection=", StringComparison.Ordinal) ? (new AttemptFact(ConnectionFact, ValueOf(line)), false)
            : line.StartsWith("network=", StringComparison.Ordinal) ? (new AttemptFact(NetworkFact, ValueOf(line)), false)
            : IsRemark(line) ? (new AttemptFact(line[..line.IndexOf('=', StringComparison.Ordinal)], ValueOf(line)), true)
            : (new AttemptFact(TraceFact + (++number).ToString(CultureInfo.InvariantCulture), line), false))];
    }

    private static string ValueOf(string line) => line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..];

    private sealed record ReadTrace(string Trace, (AttemptFact Fact, bool IsRemark)[] Facts);
}
