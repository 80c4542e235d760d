using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>The configuration of the server of <see cref="ScenarioFixture"/>, and the ports at which something is wrong.</summary>
internal static class ScenarioSettings
{
    public const int Firewalled = 1443;
    public const int FilteredIn = 2443;
    public const int FilteredOut = 3443;
    public const int CutOnTheWay = 4443;
    public const int OnLoopbackAlone = 5443;
    public const int Nowhere = 8443;
    public const int Pptp = 1723;
    public const int Foreign = 9443;
    public const int Expired = 9444;
    public const int ForClients = 9445;
    public const int OtherRoot = 9446;
    public const int Closing = 9447;
    public const int Inspected = 9448;

    public const string RadiusSecret = "a-secret-of-the-lab";

    /// <summary>Nobody answers RADIUS there.</summary>
    public const string SilentAuthority = "127.0.0.7";

    /// <summary>FreeRADIUS answers there, and has another secret.</summary>
    public const int OtherAuthority = 2812;

    /// <summary>The whole of <c>adit.yaml</c>.</summary>
    /// <param name="secretFile">What holds <see cref="RadiusSecret"/>.</param>
    /// <param name="limits">The section of that name.</param>
    /// <param name="identityText">How names are read.</param>
    /// <param name="more">More lines.</param>
    public static string Write(string secretFile, string limits = "sessions: 1", string identityText = "utf8", string more = "") => $$"""
        pool: {{ServerSettings.PoolPrefix}}0/24
        ipv6: off
        udpOffload: false # so that the doctor has nothing to say of kernels without it
        listen: [ '{{Addresses.Gateway}}:443', '{{Addresses.Gateway}}:{{Firewalled}}', '{{Addresses.Gateway}}:{{FilteredIn}}', '{{Addresses.Gateway}}:{{FilteredOut}}', '{{Addresses.Gateway}}:{{CutOnTheWay}}', '127.0.0.1:{{OnLoopbackAlone}}' ]
        plainHttp: [ '{{Addresses.Gateway}}:80' ]
        authentication: [ mschapv2, pap ]
        limits: { handshakeTime: 1m, headerTime: 1m, {{limits}} }
        access: { maxFailures: 2, lockoutDuration: 1h, identityText: {{identityText}}, passwordChangeExcept: administrators }
        filters:
          - { interface: client, rules: [ { protocol: tcp, destinationPorts: {{FilteredIn}} } ] }
          - { interface: client, direction: out, rules: [ { protocol: tcp, sourcePorts: {{FilteredOut}} } ] }
        radius:
          listen: [ '127.0.0.1:1812' ]
          clients: [ { name: lab, address: 127.0.0.1, secretFile: {{secretFile}} } ]
          groups:
            - { name: silent, servers: [ { address: {{SilentAuthority}}, secretFile: {{secretFile}}, timeout: 1s, tries: 1 } ] }
            - { name: other, servers: [ { address: 127.0.0.1, port: {{OtherAuthority}}, secretFile: {{secretFile}}, timeout: 1s, tries: 1 } ] }
        policies:
          connection:
            - { name: Silent, conditions: { userName: '^rita$' }, authenticate: remote, remoteGroup: silent }
            - { name: Other, conditions: { userName: '^stella$' }, authenticate: remote, remoteGroup: other }
            - { name: Nowhere, conditions: { userName: '^nora$' }, authenticate: remote, remoteGroup: nosuch }
            - { name: Here }
          network:
            - { name: No contractors, conditions: { windowsGroups: contractors }, permission: deny }
            - { name: Wireless alone, conditions: { windowsGroups: wireless }, constraints: { nasPortType: 19 } }
            - { name: Staff, conditions: { windowsGroups: staff } }
        {{more}}
        """;

    /// <summary>The accounts, with what is wrong with each.</summary>
    public static IEnumerable<(string Name, string[] Options)> Accounts()
    {
        string[] staff = ["--groups", "staff"];
        foreach (var name in (string[])["anna", "bella", "wendy", "lena", "lisa", "diana", "bjørn", "jürgen", "zoë"])
            yield return (name, staff);
        yield return ("ellen", [.. staff, "--expires", "2020-12-31"]);
        yield return ("harry", [.. staff, "--hours", $"{DateTime.UtcNow.AddDays(3).DayOfWeek}"[..3].ToLowerInvariant()]);
        yield return ("paula", [.. staff, "--permission", "deny"]);
        yield return ("wanda", [.. staff, "--caller-id", "198.51.100.0/24"]);
        yield return ("conrad", ["--groups", "contractors"]);
        yield return ("wilma", ["--groups", "wireless"]);
        yield return ("nils", []);
        yield return ("peter", staff);
        yield return ("ada", ["--groups", "staff,administrators"]);
    }
}
