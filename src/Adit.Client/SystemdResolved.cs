using System.ComponentModel;
using System.Diagnostics;
using System.Net;

namespace Adit.Client;

/// <summary>Tells systemd-resolved the name servers of an interface, by its own program.</summary>
internal static class SystemdResolved
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Whether there is one: it writes this file as it starts, whatever it knows by then.</summary>
    public static bool IsRunning => File.Exists("/run/systemd/resolve/resolv.conf");

    /// <summary>Leads every name, or only those of the domain, to these servers; false where it would not have them.</summary>
    public static bool TrySet(string device, IReadOnlyList<IPAddress> servers, string? suffix, bool forAll) =>
        CommandsFor(device, servers, suffix, forAll).All(TryRun);

    /// <summary>The arguments of resolvectl: a domain is searched in, and one with ~ leads names there without being searched in.</summary>
    internal static IReadOnlyList<string[]> CommandsFor(string device, IReadOnlyList<IPAddress> servers, string? suffix, bool forAll)
    {
        string[] all = forAll ? ["~."] : [];
        string[] own = suffix is null ? [] : [suffix];
        return
        [
            ["dns", device, .. servers.Select(server => server.ToString())],
            ["domain", device, .. all, .. own],
            ["default-route", device, forAll ? "true" : "false"],
        ];
    }

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
