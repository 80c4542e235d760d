using System.Globalization;
using System.Net;

namespace Adit.Client;

/// <summary>
/// Whom <c>no_proxy</c> excepts, in the forms that are in use: <c>*</c>; a domain with all below it, with or without <c>.</c> or
/// <c>*.</c> in front; an address; a prefix as <c>10.0.0.0/8</c>; each but the last with or without a port. Commas or blanks between.
/// </summary>
internal sealed class NoProxyList(string text)
{
    private readonly string[] _entries = text.Split([',', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public bool Contains(string host, int port)
    {
        var name = host.TrimEnd('.').Trim('[', ']');
        return Array.Exists(_entries, entry => IsPrefixOf(entry, name) || Excepts(entry, name, port));
    }

    private static bool IsPrefixOf(string entry, string name) =>
        entry.Contains('/', StringComparison.Ordinal)
        && IPNetwork.TryParse(entry, out var prefix)
        && IPAddress.TryParse(name, out var address)
        && prefix.Contains(address);

    private static bool Excepts(string entry, string name, int port)
    {
        var (domain, only) = SplitPort(entry);
        if (only is { } number && number != port)
            return false;
        if (domain == "*")
            return true;
        if (IPAddress.TryParse(domain, out var excepted))
            return IPAddress.TryParse(name, out var address) && excepted.Equals(address);

        var bare = domain.StartsWith("*.", StringComparison.Ordinal) ? domain[2..] : domain.TrimStart('.');
        return bare.Length > 0
            && (name.Equals(bare, StringComparison.OrdinalIgnoreCase) || name.EndsWith($".{bare}", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>An IPv6 address has colons of its own; with a port it stands in brackets.</summary>
    private static (string Domain, int? Port) SplitPort(string entry)
    {
        var colon = entry.LastIndexOf(':');
        var hasPort = colon > 0
            && (entry.IndexOf(':', StringComparison.Ordinal) == colon || entry[colon - 1] == ']')
            && int.TryParse(entry.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _);
        var domain = (hasPort ? entry[..colon] : entry).TrimEnd('.').Trim('[', ']');
        return (domain, hasPort ? int.Parse(entry.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture) : null);
    }
}
