using System.Globalization;
using Adit.Server.Control;

namespace Adit.Cli.Output;

/// <summary>A row of the log in at most 100 columns.</summary>
internal static class LogWords
{
    private const int NameWidth = 20;
    private const int AddressWidth = 15;
    private const int ClientWidth = 12;

    /// <summary>When, what, who, from where, through whom, by which policy, and why not.</summary>
    public static string?[] Cells(LogView row) =>
    [
        row.AtUtc.ToUniversalTime().ToString("MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        KindOf(row),
        Cut(row.User, NameWidth),
        Cut(row.CallingStationId, AddressWidth),
        Cut(row.Client, ClientWidth),
        Cut(row.NetworkPolicy, ClientWidth),
        row.Code,
    ];

    private static string KindOf(LogView row) => row.Kind switch
    {
        LogKind.Discarded or LogKind.AccountingDiscarded => string.Create(CultureInfo.InvariantCulture, $"dropped {row.Count}"),
        LogKind.Accounting => StatusOf(row),
        _ => row.Kind.ToString().ToLowerInvariant(),
    };

    /// <summary>Acct-Status-Type (RFC 2866 §5.1).</summary>
    private static string StatusOf(LogView row) => row.Attributes.FirstOrDefault(attribute => attribute.Name == "Acct-Status-Type")?.Value switch
    {
        "1" => "start",
        "2" => "stop",
        "3" => "interim",
        _ => "accounting",
    };

    private static string? Cut(string? text, int width) => text is null ? null : Humane.Cut(text, width);
}
