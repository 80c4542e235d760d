using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary>
/// Why nobody answers where a server of ours runs on this very machine: it listens at other addresses than the one that clients dial, as
/// where a binding was made for a certain address alone.
/// </summary>
internal static class ListeningPlaces
{
    /// <summary>A failure to reach a server, with what its listeners say about it; the same where they say nothing.</summary>
    public static async Task<CliException> ExplainAsync(CliException failure, string subject, string state, CancellationToken cancellation)
    {
        try
        {
            var (host, port) = CheckedCertificate.Parse(subject);
            var dialled = (await Dns.GetHostAddressesAsync(host, cancellation)).Where(IsOurs).ToList();
            using var client = new ControlClient(state);
            var listeners = (await client.GetStatusAsync(cancellation)).Listeners;
            return dialled.Count == 0 || dialled.Exists(address => listeners.Any(listener => Covers(listener, address, port))) ? failure : new CliException(
                failure.ExitCode,
                $"{failure.Message} The server that runs here listens on {string.Join(" and ", listeners)} only, which is not where {subject} leads.",
                "Let 'listen' name that address, or 0.0.0.0 and [::] for every address, and 'adit reload'.");
        }
        catch (Exception e) when (e is ControlException or SocketException or CliException)
        {
            return failure;
        }
    }

    private static bool Covers(string listener, IPAddress address, int port) =>
        IPEndPoint.TryParse(listener, out var at) && at.Port == port
        && (at.Address.Equals(address) || at.Address.Equals(IPAddress.IPv6Any) || (at.Address.Equals(IPAddress.Any) && address.AddressFamily is AddressFamily.InterNetwork));

    private static bool IsOurs(IPAddress address) => IPAddress.IsLoopback(address)
        || NetworkInterface.GetAllNetworkInterfaces().Any(one => one.GetIPProperties().UnicastAddresses.Any(unicast => unicast.Address.Equals(address)));
}
