namespace Adit.Server.Configuration;

/// <summary>
/// The keys that take effect only at the next start: what they describe cannot be exchanged under open sessions. All others are read from
/// <see cref="LiveConfiguration"/> at the moment of their use.
/// </summary>
internal static class FixedKeys
{
    /// <summary>A name stands for its whole group.</summary>
    public static IReadOnlyList<string> All { get; } =
        ["plainHttp", "metrics", "dhcp", "ipv6", "reach", "interface", "mtu", "udpOffload",
            "radius.listen", "radius.accounting", "radius.dynamicAuthorization"];

    /// <summary>Whether this key, or its group, is one of them.</summary>
    public static bool Contains(string path) =>
        All.Any(name => path == name || path.StartsWith(name + ".", StringComparison.Ordinal));
}
