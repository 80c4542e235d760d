using System.Globalization;
using System.Text;

namespace Adit.Linux.Firewall;

/// <summary>
/// Writes filters as one transaction of nft. Each is a chain of its own; what comes to this machine, what leaves it and what it forwards
/// passes those of its interfaces, a forwarded packet the inbound one and the outbound one. To pass is to return, so that the next one
/// looks at it, too, and other tables keep their say.
/// </summary>
internal static class FilterScript
{
    public static string Write(string table, IReadOnlyList<InterfaceFilter> filters)
    {
        var script = new StringBuilder(NatTable.Removal(table));
        script.Append($"add table inet {table}\n");
        foreach (var hook in (string[])["input", "output", "forward"])
            script.Append($"add chain inet {table} {hook} {{ type filter hook {hook} priority filter; policy accept; }}\n");
        for (var filter = 0; filter < filters.Count; filter++)
            Append(script, table, filter, filters[filter]);
        return script.ToString();
    }

    /// <summary>The counter of a filter's entry, or behind the last one, of everything else.</summary>
    public static string CounterName(int filter, int entry) => string.Create(CultureInfo.InvariantCulture, $"f{filter + 1}_{entry + 1}");

    private static void Append(StringBuilder script, string table, int number, InterfaceFilter filter)
    {
        var chain = string.Create(CultureInfo.InvariantCulture, $"f{number + 1}");
        var (exception, rest) = filter.Default is FilterDefault.Drop ? ("return", "drop") : ("drop", "return");
        script.Append($"add chain inet {table} {chain}\n");
        for (var entry = 0; entry <= filter.Entries.Count; entry++)
        {
            var counter = CounterName(number, entry);
            script.Append($"add counter inet {table} {counter}\n");
            foreach (var match in entry < filter.Entries.Count ? filter.Entries[entry].Matches : [""])
                script.Append($"add rule inet {table} {chain} {match}{(match.Length > 0 ? " " : "")}counter name \"{counter}\" "
                    + $"{(entry < filter.Entries.Count ? exception : rest)}\n");
        }

        foreach (var hook in (string[])[filter.Direction is FilterDirection.In ? "input" : "output", "forward"])
            script.Append($"add rule inet {table} {hook} {InterfaceOf(filter)}{FamilyOf(filter)} jump {chain}\n");
    }

    private static string InterfaceOf(InterfaceFilter filter) =>
        $"{(filter.Direction is FilterDirection.In ? "iifname" : "oifname")} {InterfaceName.Quote(filter.Interface)}";

    private static string FamilyOf(InterfaceFilter filter) => filter.Family switch
    {
        FilterFamily.Ipv4 => " meta nfproto ipv4",
        FilterFamily.Ipv6 => " meta nfproto ipv6",
        _ => "",
    };
}
