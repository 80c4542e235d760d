using System.Runtime.InteropServices;

namespace Adit.Interop.Relay;

/// <summary>
/// Runs eapol_test (hostap's EAP peer, which speaks RADIUS) against a gateway's PPP: this is a RADIUS server to the one and an SSTP client to
/// the other, and carries each EAP packet as it is. With the keys that the peer has made the session is then bound. Prints OPEN once it is,
/// and keeps it open until it is told to end.
/// </summary>
internal static class Program
{
    private const string Usage = "Adit.Interop.Relay HOST CA-FILE NETWORK-FILE";

    private static async Task<int> Main(string[] args)
    {
        if (args is not [var host, var caFile, var networkFile])
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }

        using var ending = new CancellationTokenSource();
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            ending.Cancel();
        });
        using var server = new RadiusSide();
        using var peer = HostapPeer.Start(networkFile, server.Port);
        try
        {
            await using var call = await PppSide.ConnectAsync(host, caFile);
            return await new EapRelay(server, call, peer).RunAsync(ending.Token);
        }
        finally
        {
            Console.WriteLine(peer.Output);
        }
    }
}
