namespace Adit.Interop.Tests.Lab;

/// <summary>
/// HAProxy on the gateway's machine: at the client's side of it, and towards the server as the intranet's gateway address. One port
/// passes TLS on, the other ends it with the server's own certificate.
/// </summary>
internal static class Balancer
{
    public const string Address = Addresses.ClientGateway;

    /// <summary>Passes TLS on, behind a PROXY header.</summary>
    public const int PassingPort = 9443;

    /// <summary>Ends TLS, and passes on what was inside, behind a PROXY header.</summary>
    public const int EndingPort = 9444;

    private const int PlainPort = 8443;

    /// <summary>What the server's configuration says of it; the certificate is a copy, as it would be on another machine.</summary>
    public static string ServerSettings(string certificate) => $$"""

        proxyProtocol: { from: {{Addresses.IntranetGateway}} }
        plainSstp: { listen: '{{Addresses.Gateway}}:{{PlainPort}}', from: {{Addresses.IntranetGateway}}, certificates: {{certificate}} }
        """;

    public static async Task<BackgroundProcess> StartAsync(Topology topology, string certificateWithKey)
    {
        var file = Path.Combine(topology.Folder, "haproxy.cfg");
        await File.WriteAllTextAsync(file, $"""
            defaults
                mode tcp
                timeout connect 5s
                timeout client 1h
                timeout server 1h
            listen passing
                bind {Address}:{PassingPort}
                server adit {Addresses.Gateway}:443 source {Addresses.IntranetGateway} send-proxy-v2
            listen ending
                bind {Address}:{EndingPort} ssl crt {certificateWithKey}
                server adit {Addresses.Gateway}:{PlainPort} source {Addresses.IntranetGateway} send-proxy-v2

            """);
        var process = topology.Gateway.Start("haproxy", "-db", "-f", file);
        await Eventually.BecomesTrueAsync("the balancer listens", TimeSpan.FromSeconds(30), async () => process.HasExited
            ? throw new InvalidOperationException($"haproxy ended with {process.ExitCode}:\n{process.Output}")
            : await ListensAsync(topology, PassingPort) && await ListensAsync(topology, EndingPort));
        return process;
    }

    private static async Task<bool> ListensAsync(Topology topology, int port) =>
        (await topology.Gateway.RunAsync("ss", "-Hltn", $"sport = :{port}")).Output.Contains("LISTEN", StringComparison.Ordinal);
}
