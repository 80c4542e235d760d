using System.CommandLine;
using System.Globalization;
using Adit.Cli.Output;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary><c>adit filters</c>: what the filters of interfaces have met.</summary>
internal static class FiltersCommand
{
    public static Command Create(Terminal terminal) => new Command("filters", "List the filters of interfaces with what each rule has met").AsksServer(
        async (client, parsed, cancellationToken) =>
        {
            var rules = await client.ListFiltersAsync(cancellationToken);
            if (parsed.WantsJson())
                terminal.WriteJson(rules, CliJson.Readable.IReadOnlyListFilterRuleView);
            else
                Write(terminal, rules);

            return ExitCode.Done;
        });

    private static void Write(Terminal terminal, IReadOnlyList<FilterRuleView> rules)
    {
        var table = new Table("INTERFACE", "DIRECTION", "FAMILY", "RULE", "ACTION", "PACKETS", "BYTES");
        foreach (var rule in rules)
            table.Add(rule.Interface, rule.Direction, rule.Family, rule.Rule, rule.Action,
                rule.Packets.ToString(CultureInfo.InvariantCulture), Humane.Bytes(rule.Bytes));

        table.WriteTo(terminal);
    }
}
