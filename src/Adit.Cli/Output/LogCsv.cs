using System.Globalization;
using Adit.Server.Control;

namespace Adit.Cli.Output;

/// <summary>A row of the log as a line of a Windows policy server's file: its columns, by their places, text in quotes.</summary>
internal static class LogCsv
{
    private const string ServiceName = "IAS";

    private static readonly string[] Columns =
    [
        "ComputerName", "ServiceName", "Record-Date", "Record-Time", "Packet-Type", "User-Name", "Fully-Qualified-Distinguished-Name",
        "Called-Station-ID", "Calling-Station-ID", "Callback-Number", "Framed-IP-Address", "NAS-Identifier", "NAS-IP-Address", "NAS-Port",
        "Client-Vendor", "Client-IP-Address", "Client-Friendly-Name", "Event-Timestamp", "Port-Limit", "NAS-Port-Type", "Connect-Info",
        "Framed-Protocol", "Service-Type", "Authentication-Type", "Policy-Name", "Reason-Code", "Class", "Session-Timeout", "Idle-Timeout",
        "Termination-Action", "EAP-Friendly-Name", "Acct-Status-Type", "Acct-Delay-Time", "Acct-Input-Octets", "Acct-Output-Octets",
        "Acct-Session-Id", "Acct-Authentic", "Acct-Session-Time", "Acct-Input-Packets", "Acct-Output-Packets", "Acct-Terminate-Cause",
        "Acct-Multi-Ssn-ID", "Acct-Link-Count", "Acct-Interim-Interval", "Tunnel-Type", "Tunnel-Medium-Type", "Tunnel-Client-Endpt",
        "Tunnel-Server-Endpt", "Acct-Tunnel-Conn", "Tunnel-Pvt-Group-ID", "Tunnel-Assignment-ID", "Tunnel-Preference", "MS-Acct-Auth-Type",
        "MS-Acct-EAP-Type", "MS-RAS-Version", "MS-RAS-Vendor", "MS-CHAP-Error", "MS-CHAP-Domain", "MS-MPPE-Encryption-Types",
        "MS-MPPE-Encryption-Policy", "Proxy-Policy-Name", "Provider-Type", "Provider-Name", "Remote-Server-Address", "MS-RAS-Client-Name",
        "MS-RAS-Client-Version",
    ];

    /// <summary>Such a file has no line for what was dropped, and none for locks.</summary>
    public static bool IsShown(LogView row) => row.Kind is LogKind.Granted or LogKind.Denied or LogKind.Accounting;

    /// <summary>The line.</summary>
    public static string Line(LogView row)
    {
        var values = row.Attributes.ToDictionary(attribute => attribute.Name, attribute => attribute.Value, StringComparer.Ordinal);
        foreach (var (name, value) in Fields(row))
            values[name] = value ?? "";
        return string.Join(',', Columns.Select(column => Quote(values.GetValueOrDefault(column, ""))));
    }

    private static IEnumerable<(string Name, string? Value)> Fields(LogView row) =>
    [
        ("ComputerName", Environment.MachineName),
        ("ServiceName", ServiceName),
        ("Record-Date", row.AtUtc.ToUniversalTime().ToString("MM/dd/yyyy", CultureInfo.InvariantCulture)),
        ("Record-Time", row.AtUtc.ToUniversalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture)),
        ("Packet-Type", PacketTypeOf(row.Kind)),
        ("User-Name", row.User),
        ("Fully-Qualified-Distinguished-Name", row.Account),
        ("Calling-Station-ID", row.CallingStationId),
        ("Client-Friendly-Name", row.Client),
        ("Policy-Name", row.NetworkPolicy),
        ("Proxy-Policy-Name", row.ConnectionPolicy),
        ("Reason-Code", row.Reason.ToString(CultureInfo.InvariantCulture)),
        ("Acct-Session-Id", row.Session),
    ];

    /// <summary>The codes of RADIUS' packets (RFC 2865 §3, RFC 2866 §3).</summary>
    private static string PacketTypeOf(LogKind kind) => kind switch
    {
        LogKind.Granted => "2",
        LogKind.Denied => "3",
        _ => "4",
    };

    /// <summary>Numbers stand bare; what steers a terminal or ends a line does not pass.</summary>
    private static string Quote(string value) =>
        value.Length == 0 || value.All(char.IsAsciiDigit) ? value : $"\"{Printable.Clean(value).Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
