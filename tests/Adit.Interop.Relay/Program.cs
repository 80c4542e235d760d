using System.Globalization;
using System.Net;
using System.Runtime.InteropServices;

namespace Adit.Interop.Relay;

/// <summary>
/// Runs eapol_test (hostap's EAP peer, which speaks RADIUS) against a gateway's PPP: this is a RADIUS server to the one and an SSTP client to
/// the other, and carries each EAP packet as it is. With the keys that the peer has made the session is then bound. Prints OPEN once it is,
/// and keeps it open until it is told to end. Or it is a firewall on somebody's way, which holds back what follows on so many records of TLS.
/// </summary>
internal static class Program
{
    private const string Usage = "Adit.Interop.Relay HOST CA-FILE NETWORK-FILE | firewall PORT SERVER:PORT RECORDS";

    private static async Task<int> Main(string[] args)
    {
        using var ending = new CancellationTokenSource();
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            ending.Cancel();
        });

        switch (args)
        {
            case ["firewall", var port, var server, var records]:
                await new RecordFirewall(Parse(port), IPEndPoint.Parse(server), Parse(records)).RunAsync(ending.Token);
                return 0;
            case [var host, var caFile, var networkFile]:
                return await CarryAsync(host, caFile, networkFile, ending.Token);
            default:
                await Console.Error.WriteLineAsync(Usage);
                return 2;
        }
    }

    private static int Parse(string number) => int.Parse(number, CultureInfo.InvariantCulture);

    private static async Task<int> CarryAsync(string host, string caFile, string networkFile, CancellationToken ending)
    {
        using var server = new RadiusSide();
        using var peer = HostapPeer.Start(networkFile, server.Port);
        try
        {
            await using var call = await PppSide.ConnectAsync(host, caFile);
            return await new EapRelay(server, call, peer).RunAsync(ending);
        }
        finally
        {
            Console.WriteLine(peer.Output);
        }
    }
}
