using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Validation;
using Adit.Protocols;
using Adit.Protocols.Http;
using Adit.Protocols.Sstp;

namespace Adit.Client.Tests;

/// <summary>The way through a proxy, up to the point where the server answers.</summary>
public sealed class ServerPathTests : IDisposable
{
    private const string WantsDigest = "HTTP/1.1 407 No\r\nContent-Length: 5\r\nProxy-Authenticate: Digest realm=\"p\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256\r\n\r\nPlease";

    private readonly TestCertificates _certificates = new();
    private readonly X509Certificate2 _certificate;

    public ServerPathTests() => _certificate = _certificates.Trusted(TestCertificates.Create());

    public void Dispose()
    {
        _certificate.Dispose();
        _certificates.Dispose();
    }

    [Fact]
    public async Task Through_a_proxy_the_server_is_met_as_without_one()
    {
        await using var proxy = new ScriptedProxy(ScriptedProxy.Established);

        Assert.Equal(new SstpFailure.HttpRefused(404), await MeetServerAsync(proxy.Address));
        Assert.StartsWith("CONNECT 127.0.0.1:", Assert.Single(proxy.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_asks_for_a_name_is_told_it_over_a_new_connection()
    {
        await using var proxy = new ScriptedProxy(WantsDigest, ScriptedProxy.Established);

        Assert.Equal(new SstpFailure.HttpRefused(404), await MeetServerAsync(proxy.Address with { Credential = new("anna", "secret") }));
        Assert.Contains("Proxy-Authorization: Digest username=\"anna\"", proxy.Requests[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_next_attempt_uses_what_the_last_one_learnt()
    {
        await using var proxy = new ScriptedProxy(WantsDigest, ScriptedProxy.Established, ScriptedProxy.Established);
        await using var server = ScriptedServer.OverTcp((_, ending) => Task.Delay(Timeout.Infinite, ending));
        var path = new ServerPath(Profile(server.Port, proxy.Address with { Credential = new("anna", "secret") }));
        await OpenAsync(path);

        await OpenAsync(path);

        Assert.Contains("nc=00000002", proxy.Requests[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_where_nothing_listens_is_not_reached()
    {
        var port = await FreePortAsync();

        Assert.Equal(new ProxyFailure.NotReached("127.0.0.1", port, "CLIENT-103"), await FailureAsync(new ProxyServer("127.0.0.1", port)));
    }

    [Fact]
    public async Task A_proxy_that_says_nothing_has_timed_out()
    {
        await using var silent = ScriptedServer.OverTcp((_, ending) => Task.Delay(Timeout.Infinite, ending));

        Assert.Equal(new ProxyFailure.TimedOut(), await FailureAsync(new ProxyServer("127.0.0.1", silent.Port), TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public async Task A_proxy_that_hangs_up_has_closed()
    {
        await using var proxy = new ScriptedProxy("");

        Assert.Equal(new ProxyFailure.Closed(), await FailureAsync(proxy.Address));
    }

    [Fact]
    public async Task What_is_no_proxy_is_told_so()
    {
        await using var proxy = new ScriptedProxy("220 mail.example.org ESMTP\r\n");

        Assert.Equal(new ProxyFailure.NotHttp(), await FailureAsync(proxy.Address));
    }

    private async Task<Failure> MeetServerAsync(ProxyServer proxy)
    {
        await using var server = ScriptedServer.OverTls(_certificate, "HTTP/1.1 404 No\r\n\r\n");
        using var trust = TrustAnchors.FromFile(_certificates.TrustFile);
        var profile = Profile(server.Port, proxy) with { Trust = trust };
        var connector = new SstpConnector(profile, new ServerPath(profile));
        return (await Assert.ThrowsAsync<ConnectException>(() => connector.ConnectAsync(Guid.NewGuid(), CancellationToken.None))).Failure;
    }

    private static async Task<Failure> FailureAsync(ProxyServer proxy, TimeSpan? stepTime = null)
    {
        var path = new ServerPath(Profile(port: 443, proxy) with { StepTime = stepTime ?? TimeSpan.FromSeconds(30) });
        return (await Assert.ThrowsAsync<ConnectException>(() => OpenAsync(path))).Failure;
    }

    private static async Task OpenAsync(ServerPath path)
    {
        using var socket = await path.OpenAsync(CancellationToken.None);
    }

    private static ConnectionProfile Profile(int port, ProxyServer proxy) => new()
    {
        Host = "127.0.0.1", ServerName = TestCertificates.Name, Port = port, UserName = "anna", Trust = TrustAnchors.System, Proxy = proxy,
    };

    private static async Task<int> FreePortAsync()
    {
        await using var server = ScriptedServer.OverTcp((_, _) => Task.CompletedTask);
        return server.Port;
    }
}
