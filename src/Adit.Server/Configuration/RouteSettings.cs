using System.Net;
using Adit.Certificates.Names;

namespace Adit.Server.Configuration;

/// <summary>Reads what clients are told about the networks behind the gateway.</summary>
internal static class RouteSettings
{
    // What fits into one answer beside everything else, at an MTU of 1000 or more.
    internal const int MaxRoutes = 60;

    /// <summary>Prefixes of both families, no bit set behind them.</summary>
    public static List<IPNetwork> ReadRoutes(YamlSection section) => [.. section.List<object>(
        "routes", [], 0, MaxRoutes, "a prefix such as 10.0.0.0/8 or fd00::/8", ParseRoute, shown: "none").Cast<IPNetwork>()];

    /// <summary>The domain that clients look names up in; null for none.</summary>
    public static string? ReadSuffix(YamlSection section) =>
        section.List("suffix", [], 0, 1, "a domain name", ParseSuffix, shown: "none") is [var suffix] ? suffix : null;

    /// <summary>The runtime would clear bits behind the prefix, which are a slip of the administrator's.</summary>
    internal static object? ParseRoute(string text) =>
        IPNetwork.TryParse(text, out var network) && IPAddress.TryParse(text.AsSpan(0, text.IndexOf('/', StringComparison.Ordinal)), out var address)
        && address.Equals(network.BaseAddress)
            ? network
            : null;

    /// <summary>Null where it is no domain name.</summary>
    internal static string? ParseSuffix(string text) =>
        ServerName.TryParse(text, out var name) && name is ServerName.Dns { Value: not ['*', ..] } dns ? dns.Value : null;
}
