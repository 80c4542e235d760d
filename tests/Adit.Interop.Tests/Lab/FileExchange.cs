using System.Diagnostics;
using System.Globalization;

namespace Adit.Interop.Tests.Lab;

/// <summary>A file of random bytes at the intranet host, and its way to a client's machine and back.</summary>
/// <param name="topology">Where the intranet host is.</param>
/// <param name="machine">The client's machine.</param>
/// <param name="way">What the way is called in the measurements.</param>
/// <param name="hostAddress">The address at which the client reaches the host, as socat takes it.</param>
internal sealed class FileExchange(Topology topology, IMachine machine, string way, string hostAddress = Addresses.IntranetHost)
{
    private const string Port = "9000";
    private const string Socat = "socat -u -b 262144";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private readonly string _sent = Path.Combine(topology.Folder, "sent");

    public async Task<string> CreateFileAsync(int megabytes)
    {
        (await Command.RunAsync("dd", "if=/dev/urandom", $"of={_sent}", "bs=1M", string.Create(CultureInfo.InvariantCulture, $"count={megabytes}"))).Expect();
        return await HashAsync(_sent);
    }

    /// <summary>The client fetches the file; the SHA-256 of what it got.</summary>
    public async Task<string> DownloadAsync()
    {
        await using var host = await ListenAsync($"FILE:{_sent}", Listener);
        var clock = Stopwatch.StartNew();
        var hash = (await machine.RunAsync($"set -o pipefail; {Socat} TCP:{hostAddress}:{Port} - | sha256sum", Limit)).Expect();
        Report("down", clock.Elapsed);
        return FirstWord(hash);
    }

    /// <summary>The client sends the file back; the SHA-256 of what the host got.</summary>
    public async Task<string> UploadAsync()
    {
        var received = Path.Combine(topology.Folder, "received");
        await using var host = await ListenAsync(Listener, $"CREATE:{received}");
        var clock = Stopwatch.StartNew();
        (await machine.RunAsync($"{Socat} FILE:{machine.LabFolder}/sent TCP:{hostAddress}:{Port}", Limit)).Expect();
        await host.WaitForExitAsync(Limit);
        Report("up", clock.Elapsed);
        return await HashAsync(received);
    }

    private string Listener => $"TCP{(hostAddress.StartsWith('[') ? "6" : "4")}-LISTEN:{Port},bind={hostAddress},reuseaddr";

    private async Task<BackgroundProcess> ListenAsync(string from, string to)
    {
        var host = topology.Intranet.Start([.. Socat.Split(' '), from, to]);
        await Eventually.BecomesTrueAsync("the intranet host listens", TimeSpan.FromSeconds(30), async () =>
            (await topology.Intranet.RunAsync("ss", "-Hltn", "sport", "=", Port)).Expect().Length > 0);
        return host;
    }

    private void Report(string direction, TimeSpan duration)
    {
        var megabits = 8e-6 * new FileInfo(_sent).Length / duration.TotalSeconds;
        Measured.Report(string.Create(CultureInfo.InvariantCulture, $"{way}, {direction}: {megabits:F0} Mbit/s"));
    }

    private static async Task<string> HashAsync(string file) => FirstWord((await Command.RunAsync("sha256sum", file)).Expect());

    private static string FirstWord(string text) => text.Split(' ', 2)[0];
}
