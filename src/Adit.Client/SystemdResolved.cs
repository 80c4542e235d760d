using System.ComponentModel;
using System.Diagnostics;
using System.Net;

namespace Adit.Client;

/// <summary>Tells systemd-resolved the name servers of an interface, by its own program.</summary>
internal static class SystemdResolved
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static bool IsRunning => Directory.Exists("/run/systemd/resolve/netif");

    /// <summary>Leads every name to these servers; false where it would not have them.</summary>
    public static bool TrySet(string device, IReadOnlyList<IPAddress> servers) =>
        TryRun(["dns", device, .. servers.Select(server => server.ToString())]) && TryRun(["domain", device, "~."]);

    private static bool TryRun(IEnumerable<string> arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("resolvectl", arguments) { RedirectStandardError = true, UseShellExecute = false })!;
            if (process.WaitForExit(Patience))
                return process.ExitCode == 0;

            process.Kill();
            return false;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
