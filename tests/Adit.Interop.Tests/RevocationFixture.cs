using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>
/// A server whose CA publishes for servers, too, and in the intranet a place where another authority publishes its list: nobody outside
/// reaches that one without the tunnel.
/// </summary>
public sealed class RevocationFixture : IAsyncLifetime
{
    internal const string User = "alice";
    internal const string InnerList = $"http://{Addresses.IntranetHost}:8088/inner.crl";

    private const string Settings = "authority:\n  publish: on\n";

    internal Topology Topology { get; } = new();

    internal ServerProcess Server { get; private set; } = null!;

    internal OutsideAuthority Outside { get; private set; } = null!;

    private BackgroundProcess? _place;

    public async ValueTask InitializeAsync()
    {
        await Topology.StartWithoutGuestAsync();
        Server = await ServerProcess.StartAsync(Topology, Settings);
        await Server.AddAccountAsync(User, "Pass-w0rd");
        Outside = new OutsideAuthority(Path.Combine(Topology.Folder, "outside"), InnerList);
        await OpenPlaceAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await ClosePlaceAsync();
        Outside?.Dispose();
        await Topology.DisposeAsync();
    }

    /// <summary>As it was before any test.</summary>
    internal async Task BeginAnewAsync()
    {
        await ReloadWithAsync("");
        await OpenPlaceAsync();
        (await Server.AskAsync("cert", "flush")).Expect();
    }

    /// <summary>Serves the other authority's list, where nobody does.</summary>
    private async Task OpenPlaceAsync()
    {
        if (_place is not null)
            return;

        _place = Topology.Intranet.Start("python3", "-m", "http.server", "8088", "--bind", Addresses.IntranetHost, "--directory", Outside.Folder);
        await Eventually.BecomesTrueAsync("the list can be fetched in the intranet", TimeSpan.FromSeconds(60), async () =>
            (await Topology.Intranet.RunAsync("curl", "-fsS", "-m", "5", "-o", "/dev/null", InnerList)).ExitCode == 0);
    }

    internal async Task ClosePlaceAsync()
    {
        if (_place is not null)
            await _place.DisposeAsync();
        _place = null;
    }

    /// <summary>Has the server's own CA issue a certificate of this kind; its file holds the key, too.</summary>
    internal async Task<string> IssueAsync(string kind, string name)
    {
        var file = Path.Combine(Topology.Folder, $"{kind}-{Guid.NewGuid():N}.pem");
        (await Server.AskAsync("ca", "issue", kind, name, "--format", "pem", "--out", file)).Expect();
        return file;
    }

    /// <summary>Revokes a certificate of the server's own CA.</summary>
    internal async Task RevokeAsync(string file) =>
        (await Server.AskAsync("cert", "revoke", await FingerprintOfAsync(file), "--reason", "keyCompromise")).Expect();

    /// <summary>Has the server show this certificate to new calls.</summary>
    /// <param name="file">The certificate with its key.</param>
    /// <param name="lines">What else the configuration is to hold.</param>
    internal async Task ShowAsync(string file, string lines = "")
    {
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await Command.RunAsync("bash", "-c", $"id -u adit > /dev/null 2>&1 && chown adit {file} || true")).Expect();
        await Server.ReloadWithAsync($"{Settings}certificates:\n  - file: {file}\n{lines}");
    }

    internal Task ReloadWithAsync(string lines) => Server.ReloadWithAsync(Settings + lines);

    private static async Task<string> FingerprintOfAsync(string file) =>
        (await Command.RunAsync("openssl", "x509", "-in", file, "-noout", "-fingerprint", "-sha256")).Expect().Trim().Split('=')[1];
}
