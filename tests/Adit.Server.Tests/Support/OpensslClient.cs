using System.Diagnostics;
using System.Net;

namespace Adit.Server.Tests.Support;

/// <summary>The client of the <c>openssl</c> program.</summary>
internal static class OpensslClient
{
    /// <summary>Connects, asks for a page, and waits for the end; what the program has printed.</summary>
    public static async Task<string> AskAsync(IPEndPoint server, IEnumerable<string> options)
    {
        var start = new ProcessStartInfo("/usr/bin/openssl", ["s_client", "-connect", server.ToString(), "-servername", "vpn.test", "-ign_eof", .. options])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync("GET /healthz HTTP/1.1\r\nHost: vpn.test\r\nConnection: close\r\n\r\n");
        process.StandardInput.Close();
        _ = process.StandardError.ReadToEndAsync();
        return await process.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));
    }
}
