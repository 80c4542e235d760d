using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Adit.Access.Accounts;

/// <summary>The networks behind an account's machine, which are reached through its session. Equal where the networks are.</summary>
public sealed record StaticRoutes
{
    /// <summary>As many as one account may have; what an Access-Accept has room for.</summary>
    public const int MaxCount = 16;

    private readonly string _text;

    private StaticRoutes(IReadOnlyList<IPNetwork> networks) => (Networks, _text) = (networks, string.Join(',', networks));

    /// <summary>No network.</summary>
    public static StaticRoutes None { get; } = new([]);

    /// <summary>The networks of both families, as they were written; never a default route.</summary>
    public IReadOnlyList<IPNetwork> Networks { get; }

    /// <summary>Reads prefixes with commas between them; none where there is no text.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out StaticRoutes? routes)
    {
        routes = null;
        if (string.IsNullOrEmpty(text))
        {
            routes = None;
            return true;
        }

        var networks = text.Split(',', MaxCount + 1, StringSplitOptions.TrimEntries).Select(NetworkOf).ToList();
        if (networks.Count > MaxCount || networks.Contains(null))
            return false;

        routes = new StaticRoutes([.. networks.OfType<IPNetwork>().Distinct()]);
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(StaticRoutes? other) => other?._text == _text;

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_text);

    /// <summary>The networks with commas between them, as <see cref="TryParse"/> reads them.</summary>
    public override string ToString() => _text;

    /// <summary>Null where it is no prefix, has bits behind it (the runtime would clear them), or is everything.</summary>
    private static IPNetwork? NetworkOf(string text) =>
        IPNetwork.TryParse(text, out var network) && network.PrefixLength > 0
        && IPAddress.TryParse(text.AsSpan(0, text.IndexOf('/', StringComparison.Ordinal)), out var start) && start.Equals(network.BaseAddress)
            ? network
            : null;
}
