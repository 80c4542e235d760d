namespace Adit.Cli.Manual;

/// <summary>Command lines for the manual, by command; a test parses each of them.</summary>
internal static class Examples
{
    private static readonly Dictionary<string, string[]> ByCommand = new(StringComparer.Ordinal)
    {
        ["adit"] = ["adit up --name vpn.example.com", "adit status", "adit why anna"],
        ["adit up"] = ["adit up --name vpn.example.com", "adit up --config /etc/adit.yaml --state /srv/adit"],
        ["adit connect"] = ["adit connect vpn.example.com --user anna --ca ca.pem", "adit connect vpn.example.com --user anna --password-file secret --json",
            "adit connect vpn.example.com --user anna --proxy http://proxy.example.com:3128 --lockdown"],
        ["adit connection"] = ["adit connection install office", "adit connection list"],
        ["adit connection list"] = ["adit connection list", "adit connection list -o json"],
        ["adit connection install"] = ["adit connection install office"],
        ["adit connection remove"] = ["adit connection remove office"],
        ["adit lockdown"] = ["adit lockdown status", "adit lockdown off"],
        ["adit lockdown status"] = ["adit lockdown status", "adit lockdown status -o json"],
        ["adit lockdown off"] = ["adit lockdown off"],
        ["adit demo"] = ["adit demo"],
        ["adit status"] = ["adit status", "adit status -o json"],
        ["adit sessions"] = ["adit sessions", "adit sessions -o json"],
        ["adit disconnect"] = ["adit disconnect anna"],
        ["adit drain"] = ["adit drain", "adit drain off"],
        ["adit filters"] = ["adit filters", "adit filters -o json"],
        ["adit config"] = ["adit config check", "adit config show"],
        ["adit config check"] = ["adit config check /etc/adit/adit.yaml"],
        ["adit config show"] = ["adit config show", "adit config show /etc/adit/adit.yaml -o json"],
        ["adit config schema"] = ["adit config schema > adit.schema.json"],
        ["adit reload"] = ["adit reload", "adit reload -o json"],
        ["adit cert"] = ["adit cert check vpn.example.com"],
        ["adit cert check"] = ["adit cert check vpn.example.com", "adit cert check vpn.pem --key vpn.key --role ikev2 --name vpn.example.com -o json"],
        ["adit service"] = ["adit service install --config /etc/adit/adit.yaml", "adit service remove"],
        ["adit service install"] = ["adit service install --config /etc/adit/adit.yaml"],
        ["adit service remove"] = ["adit service remove"],
        ["adit user"] = ["adit user list", "adit user add anna --generate"],
        ["adit user set"] = ["adit user set anna --address 10.83.0.7", "adit user set anna --address none --prefix6 fd12:3456:789a:7::/64",
            "adit user set anna --groups +vpn --hours \"mon-fri 08:00-18:00\" --expires 2030-12-31"],
        ["adit user add"] = ["adit user add anna --generate", "adit user add anna --password-file secret"],
        ["adit user list"] = ["adit user list", "adit user list -o json"],
        ["adit user show"] = ["adit user show anna"],
        ["adit user passwd"] = ["adit user passwd anna"],
        ["adit user disable"] = ["adit user disable anna"],
        ["adit user enable"] = ["adit user enable anna"],
        ["adit user remove"] = ["adit user remove anna"],
        ["adit user unlock"] = ["adit user unlock anna"],
        ["adit cert lookup"] = ["adit cert lookup anna.pem", "adit cert lookup laptop.pem --role device -o json"],
        ["adit cert flush"] = ["adit cert flush"],
        ["adit cert list"] = ["adit cert list", "adit cert list --store machine -o json"],
        ["adit cert show"] = ["adit cert show 4A0B7C21D93E55F08812AB34CD56EF78"],
        ["adit cert import"] = ["adit cert import server.p12 --password-file secret", "adit cert import issuing-ca.crt --store intermediates"],
        ["adit cert export"] = ["adit cert export 4A0B7C21D93E55F08812AB34CD56EF78 --out anna.crt --format pem"],
        ["adit cert trust"] = ["adit cert trust corporate-root.crt --logon"],
        ["adit cert distrust"] = ["adit cert distrust stolen.crt"],
        ["adit cert request"] = ["adit cert request --name vpn.example.com --out vpn.csr"],
        ["adit cert revoke"] = ["adit cert revoke 4A0B7C21D93E55F08812AB34CD56EF78 --reason keyCompromise"],
        ["adit cert remove"] = ["adit cert remove 5F70BF18A086007016E948B04AED3B82103A36BEA41755B6CDDFAF10ACE3C6EF --store intermediates"],
        ["adit ca"] = ["adit ca show", "adit ca issue user anna@example.com --out anna.p12"],
        ["adit ca show"] = ["adit ca show", "adit ca show -o json"],
        ["adit ca issue"] = ["adit ca issue user anna@example.com --out anna.p12 --password-file secret",
            "adit ca issue server vpn.example.com 192.0.2.1 --request server.csr --out server.crt"],
        ["adit ca renew"] = ["adit ca renew 4A0B7C21D93E55F08812AB34CD56EF78 --out anna-2.p12 --password-file secret"],
        ["adit ca revoke"] = ["adit ca revoke 4A0B7C21D93E55F08812AB34CD56EF78 --reason superseded"],
        ["adit ca list"] = ["adit ca list", "adit ca list --revoked -o json"],
        ["adit events"] = ["adit events", "adit events --follow -o json"],
        ["adit audit"] = ["adit audit --since 7d", "adit audit --actor root --since 2026-05-04"],
        ["adit metrics"] = ["adit metrics"],
        ["adit why"] = ["adit why anna", "adit why 4711", "adit why 6e7c2b9a-0000-4000-8000-000000000001"],
        ["adit explain"] = ["adit explain NPS-016", "adit explain 0x800B0101"],
        ["adit api"] = ["adit api > openapi.json"],
        ["adit completion"] = ["adit completion bash > /etc/bash_completion.d/adit"],
        ["adit man"] = ["adit man /usr/local/share/man/man1"],
    };

    /// <summary>The commands that have examples.</summary>
    public static IEnumerable<string> Commands => ByCommand.Keys;

    /// <summary>The examples of a command; empty where it has none.</summary>
    public static IReadOnlyList<string> Of(string command) => ByCommand.GetValueOrDefault(command, []);
}
