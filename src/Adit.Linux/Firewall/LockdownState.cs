using System.Net;
using System.Text.Json;

namespace Adit.Linux.Firewall;

/// <summary>What a lockdown lets through.</summary>
/// <param name="LetsLanThrough">Whether the LAN may be spoken to.</param>
/// <param name="Servers">The servers and proxies, each with the name under which it was found (<see cref="LockdownTable.KeyOf"/>).</param>
/// <param name="Tunnels">The interfaces of tunnels that are up.</param>
public sealed record LockdownState(bool LetsLanThrough, IReadOnlyList<LockdownServer> Servers, IReadOnlyList<string> Tunnels)
{
    internal const string LanComment = "lan";

    /// <summary>Reads what <c>nft -j list table</c> says (libnftables-json(5)).</summary>
    internal static LockdownState Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var items = document.RootElement.GetProperty("nftables").EnumerateArray().ToList();
        return new LockdownState(
            items.Any(item => item.TryGetProperty("rule", out var rule) && CommentOf(rule) == LanComment),
            [.. ElementsOf(items, "servers4").Concat(ElementsOf(items, "servers6")).Select(ServerOf)],
            [.. ElementsOf(items, "tunnels").Select(element => element.GetString()!)]);
    }

    private static IEnumerable<JsonElement> ElementsOf(List<JsonElement> items, string name) => items
        .Where(item => item.TryGetProperty("set", out var set) && set.GetProperty("name").GetString() == name)
        .SelectMany(item => item.GetProperty("set").TryGetProperty("elem", out var elements) ? elements.EnumerateArray() : []);

    private static LockdownServer ServerOf(JsonElement element)
    {
        var hasComment = element.TryGetProperty("elem", out var inner);
        var parts = (hasComment ? inner.GetProperty("val") : element).GetProperty("concat");
        return new LockdownServer(
            hasComment ? CommentOf(inner) : null, new IPEndPoint(IPAddress.Parse(parts[0].GetString()!), parts[1].GetInt32()));
    }

    private static string? CommentOf(JsonElement element) => element.TryGetProperty("comment", out var comment) ? comment.GetString() : null;
}

/// <summary>A server that a lockdown lets through.</summary>
/// <param name="Name">The name under which it was found; null where nobody said.</param>
/// <param name="EndPoint">Its address and TCP port.</param>
public sealed record LockdownServer(string? Name, IPEndPoint EndPoint);
