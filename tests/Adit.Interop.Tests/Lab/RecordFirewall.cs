namespace Adit.Interop.Tests.Lab;

/// <summary>
/// A firewall that lets TLS be made and a call be asked for, and then holds back whatever follows: it counts the records, which anybody on
/// the way can see. What is for the server is led to it without the client's knowing.
/// </summary>
internal static class RecordFirewall
{
    /// <summary>The end of TLS's handshake, the HTTP request, and the wish for a call: the next would be PPP's.</summary>
    private const int Records = 3;

    private const int Port = 9443;

    /// <summary>Puts one in the way of whatever comes in at a link of a machine.</summary>
    public static async Task<BackgroundProcess> StartAsync(NetworkNamespace machine, string link, string folder)
    {
        var rules = Path.Combine(folder, $"{machine.Name}.nft");
        await File.WriteAllTextAsync(rules, $$"""
            table ip lab_firewall {
              chain prerouting { type nat hook prerouting priority dstnat; iifname {{link}} tcp dport 443 redirect to :{{Port}}; }
            }
            """);
        var process = machine.Start(Repository.Relay, "firewall", $"{Port}", $"{Addresses.Gateway}:443", $"{Records}");
        await Eventually.BecomesTrueAsync("the firewall stands", TimeSpan.FromSeconds(30), async () => process.HasExited
            ? throw new InvalidOperationException($"The firewall ended with {process.ExitCode}:\n{process.Output}")
            : (await machine.RunAsync("ss", "-Hltn", $"sport = :{Port}")).Output.Contains("LISTEN", StringComparison.Ordinal));
        (await machine.RunAsync("nft", "-f", rules)).Expect();
        return process;
    }
}
