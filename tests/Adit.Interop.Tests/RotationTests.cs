using System.Text.Json;
using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>Certificates of an authority of openssl's, replaced while the guest's SSTP client is connected.</summary>
public sealed class RotationTests(SstpFixture lab, ITestOutputHelper output) : IClassFixture<SstpFixture>, IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private string Certificate => Path.Combine(lab.Topology.Folder, "vpn.pem");

    private string Root => Path.Combine(lab.Topology.Folder, "root.pem");

    public async ValueTask InitializeAsync()
    {
        await OpenSslAsync($"req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout root.key -out root.pem -days 30 -subj /CN=Lab-root");
        await ReplaceAsync(days: 20);
        (await lab.Topology.Guest.RunAsync("cp /lab/root.pem /root/ca.pem")).Expect();
        await lab.Server.ReloadWithAsync($"certificates: [ {{ file: {Certificate} }} ]");
    }

    public async ValueTask DisposeAsync()
    {
        await lab.Client.DisconnectAsync();
        await lab.ShowLogsAsync(output);
    }

    [Fact]
    public async Task A_transfer_goes_on_while_the_certificate_is_replaced_and_the_next_call_is_shown_the_new_one()
    {
        await lab.ConnectAsync();
        var before = await CheckAsync();
        var session = await OnlySessionAsync();
        var exchange = new FileExchange(lab.Topology, lab.Topology.Guest, "sstpc through a rotation");
        var sent = await exchange.CreateFileAsync(megabytes: 20);
        var download = exchange.DownloadAsync();
        await Eventually.BecomesTrueAsync("the transfer runs", Limit, async () => await BytesOutAsync() > 2_000_000);

        await ReplaceAsync(days: 25);
        (await lab.Server.AskAsync("reload")).Expect();

        var after = await CheckAsync();
        Assert.Equal((true, true), (before.Healthy, after.Healthy));
        Assert.NotEqual(before.Sha256, after.Sha256);
        Assert.Equal(sent, await download);
        Assert.Equal(session, await OnlySessionAsync());
        await lab.Client.DisconnectAsync();
        await lab.ConnectAsync();
    }

    [Fact]
    public async Task A_new_certificate_that_has_expired_is_not_taken_and_everybody_is_told()
    {
        await lab.ConnectAsync();
        var before = await CheckAsync();

        await ReplaceAsync(days: -1);
        var reload = await lab.Server.AskAsync("reload");

        Assert.Equal(1, reload.ExitCode);
        Assert.Contains("PKI-108", reload.Output, StringComparison.Ordinal);
        Assert.Equal(before, await CheckAsync());
        Assert.Contains("ATTENTION: ", (await lab.Server.AskAsync("status")).Expect(), StringComparison.Ordinal);
        Assert.Matches("adit_certificate_refused\\{.*\\} 1", (await lab.Server.AskAsync("metrics")).Expect());
        Assert.Contains("is not taken, and the one before stays", lab.Server.Output, StringComparison.Ordinal);
        Assert.True(await lab.Client.IsConnectedAsync());
    }

    /// <summary>What a client of the server is shown, as <c>adit cert check</c> sees it.</summary>
    private async Task<(bool Healthy, string Sha256)> CheckAsync()
    {
        var check = await lab.Topology.Gateway.RunAsync(
            Repository.Adit, "cert", "check", Addresses.Gateway, "--name", Topology.ServerName, "--ca", Root, "-o", "json");
        var view = JsonDocument.Parse(check.Expect()).RootElement;
        return (view.GetProperty("healthy").GetBoolean(), view.GetProperty("sha256").GetString()!);
    }

    private async Task<string> OnlySessionAsync() =>
        Assert.Single((await lab.Server.AskJsonAsync("sessions")).EnumerateArray().ToList()).GetProperty("id").GetString()!;

    private async Task<long> BytesOutAsync() =>
        (await lab.Server.AskJsonAsync("sessions")).EnumerateArray().Sum(session => session.GetProperty("bytesOut").GetInt64());

    /// <summary>A new certificate with a new key, in place of the one before in one step, readable by the server's user.</summary>
    private async Task ReplaceAsync(int days)
    {
        await File.WriteAllTextAsync(Path.Combine(lab.Topology.Folder, "leaf.ext"), $"subjectAltName=DNS:{Topology.ServerName}\nextendedKeyUsage=serverAuth\n");
        await OpenSslAsync($"req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout leaf.key -out leaf.csr -subj /CN={Topology.ServerName}");
        await OpenSslAsync($"x509 -req -in leaf.csr -CA root.pem -CAkey root.key -days {days} -extfile leaf.ext -out leaf.crt");
        var script = $"cd {lab.Topology.Folder} && umask 077 && cat leaf.crt leaf.key > new.pem && chown --reference=state new.pem && mv new.pem {Certificate}";
        (await Command.RunAsync("bash", "-c", script)).Expect();
    }

    private async Task OpenSslAsync(string words) => (await Command.RunAsync("bash", "-c", $"cd {lab.Topology.Folder} && openssl {words}")).Expect();
}
