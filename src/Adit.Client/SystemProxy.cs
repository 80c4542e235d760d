namespace Adit.Client;

/// <summary>
/// The proxy that the environment names for HTTPS, as curl reads it: <c>https_proxy</c>, then <c>HTTPS_PROXY</c>; and who is reached
/// without it: <c>no_proxy</c>, then <c>NO_PROXY</c>.
/// </summary>
public static class SystemProxy
{
    /// <summary>The variable's name and value; null where no proxy is meant for this server.</summary>
    /// <param name="environment">The value of a variable; null where it is not set.</param>
    /// <param name="host">The server's name or address.</param>
    /// <param name="port">The server's TCP port.</param>
    public static (string Variable, string Url)? Find(Func<string, string?> environment, string host, int port)
    {
        if (First(environment, "https_proxy", "HTTPS_PROXY") is not { } found)
            return null;

        var exceptions = First(environment, "no_proxy", "NO_PROXY")?.Value;
        return exceptions is not null && new NoProxyList(exceptions).Contains(host, port) ? null : found;
    }

    private static (string Name, string Value)? First(Func<string, string?> environment, params string[] names)
    {
        foreach (var name in names)
        {
            if (environment(name)?.Trim() is { Length: > 0 } value)
                return (name, value);
        }

        return null;
    }
}
