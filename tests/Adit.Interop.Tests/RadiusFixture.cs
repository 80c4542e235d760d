using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>A server that answers RADIUS, and radclient in the same namespace, under the address of a client or of a stranger.</summary>
public sealed class RadiusFixture : IAsyncLifetime
{
    public const string Password = "Pass-w0rd";
    public const string FileUser = "zara";
    public const string Stranger = "127.0.0.9";

    private const string Client = "127.0.0.1";
    internal const string Secret = "a-secret-of-both";

    internal Topology Topology { get; } = new();

    internal ServerProcess Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Topology.StartWithoutGuestAsync();
        var secret = Path.Combine(Directory.CreateDirectory(Path.Combine(Topology.Folder, "state")).FullName, "radius.secret");
        await File.WriteAllTextAsync(secret, Secret + "\n");
        File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var users = Path.Combine(Topology.Folder, "state", "users");
        await File.WriteAllTextAsync(users, $"{FileUser} Cleartext-Password := \"{Password}\"\n\tSession-Timeout := 4711, Framed-Pool = guests, Reply-Message = \"Welcome, Zara\"\n");
        File.SetUnixFileMode(users, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Server = await ServerProcess.StartAsync(Topology, $$"""
            radius:
              listen: [ '{{Client}}:1812' ]
              accounting: [ '{{Client}}:1813' ]
              allowMsChapV1: true
              clients:
                - name: test
                  address: {{Client}}
                  secretFile: {{secret}}
            access:
              stores: [ database, {{users}} ]
              eap: [ mschapv2, md5, gtc, tls, peap, ttls ]
              peap:
                inner: [ mschapv2, tls, gtc ]
              ttls:
                inner: [ pap, chap, mschapv2, eap-mschapv2, eap-tls ]
            eapTls:
              maxVersion: tls13
            policies:
              network:
                - name: Guests
                  conditions: { windowsGroups: guests, clientFriendlyName: '^test$' }
                  constraints: { authenticationMethods: eap, eapTypes: md5, sessionTimeout: 10m }
                  settings:
                    class: guests
                    filters:
                      - default: drop
                        rules: [ { protocol: tcp, destination: 10.77.0.0/24, destinationPort: 443 } ]
                - name: Everybody
            """);
        await Server.AddAccountAsync("bob", Password, "--password-form", "reversible");
        await Server.AddAccountAsync("carol", Password);
        await Server.AddAccountAsync("gus", Password, "--password-form", "reversible", "--groups", "guests");
    }

    public ValueTask DisposeAsync() => Topology.DisposeAsync();

    /// <summary>What radclient says of one request, errors included; of one that nobody is to answer, after two seconds.</summary>
    internal async Task<string> AskAsync(string kind, string attributes, string secret = Secret, int port = 1812, bool isHeard = true)
    {
        var file = Path.Combine(Topology.Folder, $"{Guid.NewGuid():N}.request");
        await File.WriteAllTextAsync(file, attributes + "\n");
        var secretFile = file + ".secret";
        await File.WriteAllTextAsync(secretFile, secret);
        var result = await Topology.Gateway.RunAsync(
            "radclient", "-x", "-r", "1", "-t", isHeard ? "15" : "2", "-f", file, "-S", secretFile, $"{Client}:{port}", kind);
        return result.Output;
    }

    /// <summary>What eapol_test says of one authentication, errors included; its last line is SUCCESS or FAILURE.</summary>
    /// <param name="method">As wpa_supplicant calls it.</param>
    /// <param name="user">Who.</param>
    /// <param name="password">Their password, or a wrong one.</param>
    /// <param name="options">More of eapol_test's.</param>
    internal Task<string> AuthenticateAsync(string method, string user, string password, params string[] options) => SupplicateAsync($"""
        eap={method}
        identity="{user}"
        password="{password}"
        """, options);

    /// <summary>The same by EAP-TLS, with what is in a file: a certificate and its key.</summary>
    /// <param name="identity">Who.</param>
    /// <param name="file">In PEM.</param>
    /// <param name="lines">More of wpa_supplicant's settings.</param>
    /// <param name="options">More of eapol_test's.</param>
    internal Task<string> SignInAsync(string identity, string file, string lines = "", params string[] options) => SupplicateAsync($"""
        eap=TLS
        identity="{identity}"
        ca_cert="{Server.CaFile}"
        client_cert="{file}"
        private_key="{file}"
        {lines}
        """, options);

    /// <summary>The same for a network that is described in wpa_supplicant's words.</summary>
    internal async Task<string> SupplicateAsync(string network, params string[] options)
    {
        var file = Path.Combine(Topology.Folder, $"{Guid.NewGuid():N}.conf");
        await File.WriteAllTextAsync(file, $"network={{\nkey_mgmt=IEEE8021X\neapol_flags=0\n{network}\n}}\n");
        var result = await Topology.Gateway.RunAsync(
            ["eapol_test", "-c", file, "-a", Client, "-p", "1812", "-s", Secret, "-t", "20", .. options]);
        return result.Output.TrimEnd();
    }

    internal async Task<string> MetricsAsync() => (await Server.AskAsync("metrics")).Expect();

    /// <summary>Records are written behind the answer.</summary>
    internal Task WhySaysAsync(string user, string code) => Eventually.BecomesTrueAsync(
        $"'adit why {user}' names {code}", TimeSpan.FromSeconds(30),
        async () => (await Server.AskAsync("why", user)).Output.Contains(code, StringComparison.Ordinal));
}
