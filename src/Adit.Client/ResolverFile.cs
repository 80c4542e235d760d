using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Adit.Client;

/// <summary>A resolv.conf as we write it: whose it is, the name servers, and what it held before, in comments.</summary>
/// <param name="Device">The interface of the connection.</param>
/// <param name="Servers">Its name servers.</param>
/// <param name="Suffix">The domain to look short names up in; null for none.</param>
/// <param name="Former">What the file held before, to the byte.</param>
internal sealed record ResolverFile(string Device, IReadOnlyList<IPAddress> Servers, string? Suffix, string Former)
{
    private const string Head = "# Written by 'adit connect', which puts back what is commented out below when it ends. Interface: ";
    private const string Kept = "#| ";

    /// <summary>The text. The last line of what it held before has no line end, so that a missing one stays missing.</summary>
    public string Write() =>
        $"{Head}{Device}\n{SearchLine}{string.Concat(Servers.Select(server => $"nameserver {server}\n"))}{Kept}{Former.Replace("\n", $"\n{Kept}", StringComparison.Ordinal)}";

    private string SearchLine => Suffix is null ? "" : $"search {Suffix}\n";

    /// <summary>Reads what we wrote; false for any other file.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ResolverFile? file)
    {
        file = null;
        if (!text.StartsWith(Head, StringComparison.Ordinal))
            return false;

        var lines = text.Split('\n');
        var former = lines.Where(line => line.StartsWith(Kept, StringComparison.Ordinal)).Select(line => line[Kept.Length..]);
        file = new ResolverFile(lines[0][Head.Length..], [], null, string.Join('\n', former));
        return true;
    }
}
