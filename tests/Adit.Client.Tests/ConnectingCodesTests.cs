using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Adit.Client.Eap;
using Adit.Certificates.Validation;
using Adit.Diagnosis;
using Adit.Protocols;
using Adit.Protocols.Http;

namespace Adit.Client.Tests;

/// <summary>
/// Every code of Windows with which our client can end before a call is open, each brought about by a server, proxy or network that
/// does that very thing (decision 0013). Those that the call itself ends with are in <c>Adit.Protocols.Tests</c>.
/// </summary>
public sealed class ConnectingCodesTests : IDisposable
{
    private const string Accepted = "HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\n\r\n";

    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public async Task A_connection_that_breaks_once_SSTP_has_begun_ends_with_619()
    {
        await using var server = TrustedServer(async (tls, _) => await tls.WriteAsync(Encoding.ASCII.GetBytes(Accepted)));

        await EndsWithAsync(619, server.Port);
    }

    [Fact]
    public async Task An_interface_that_another_connection_has_ends_with_633()
    {
        var profile = Profile(port: 443, TrustAnchors.System) with { Interface = "lo" };

        var result = await new Connection(profile, new Credential("anna", "secret"), new RecordingObserver()).RunAsync(CancellationToken.None);

        Assert.Equal(633, CodeOf(result.Failure!));
    }

    [Fact]
    public async Task A_server_without_a_way_to_it_ends_with_800() =>
        Assert.Equal(800, CodeOf(await FailureAsync(Profile(443, TrustAnchors.System) with { Host = "255.255.255.255" }))); // TCP has no broadcast

    [Fact]
    public async Task A_server_that_is_silent_ends_with_809()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        using var first = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await first.ConnectAsync(listener.LocalEndPoint!); // fills the queue, after which Linux drops what asks
        var profile = Profile(((IPEndPoint)listener.LocalEndPoint!).Port, TrustAnchors.System);

        Assert.Equal(809, CodeOf(await FailureAsync(profile with { StepTime = TimeSpan.FromMilliseconds(200) })));
    }

    [Fact]
    public async Task A_port_where_nothing_listens_ends_with_809()
    {
        int port;
        await using (var server = ScriptedServer.OverTcp((_, _) => Task.CompletedTask))
            port = server.Port;

        await EndsWithAsync(809, port);
    }

    [Fact]
    public async Task A_name_without_an_address_ends_with_868() =>
        Assert.Equal(868, CodeOf(await FailureAsync(Profile(443, TrustAnchors.System) with { Host = new string('a', 300) })));

    [Fact]
    public async Task A_server_without_room_ends_with_0x800704C9()
    {
        await using var server = TrustedServer(async (tls, _) => await tls.WriteAsync("HTTP/1.1 503 Service Unavailable\r\n\r\n"u8.ToArray()));

        await EndsWithAsync(unchecked((int)0x800704C9), server.Port);
    }

    [Fact] // row B08
    public async Task A_server_that_hangs_up_in_the_handshake_ends_with_0x80070040()
    {
        await using var server = ScriptedServer.OverTcp((tcp, ending) => tcp.ReadExactlyAsync(new byte[5], ending).AsTask());

        await EndsWithAsync(unchecked((int)0x80070040), server.Port);
    }

    [Fact]
    public async Task A_reset_in_place_of_the_answer_ends_with_0x80072746()
    {
        await using var server = TrustedServer((_, socket) =>
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
            socket.Dispose();
            return Task.CompletedTask;
        });

        await EndsWithAsync(unchecked((int)0x80072746), server.Port);
    }

    [Fact] // rows B09, B22 and D01
    public async Task A_certificate_that_has_expired_ends_with_0x800B0101()
    {
        await using var server = TlsServer(_certificates.Trusted(TestCertificates.Create(age: TimeSpan.FromDays(30))));

        await EndsWithAsync(unchecked((int)0x800B0101), server.Port);
    }

    [Fact] // row B10
    public async Task A_certificate_that_nobody_trusts_ends_with_0x800B0109()
    {
        using var trusted = _certificates.Trusted(TestCertificates.Create());
        await using var server = TlsServer(TestCertificates.Create());

        await EndsWithAsync(unchecked((int)0x800B0109), server.Port);
    }

    [Fact] // row B12
    public async Task A_certificate_of_another_name_ends_with_0x800B010F()
    {
        await using var server = TlsServer(_certificates.Trusted(TestCertificates.Create("other.adit.test")));

        await EndsWithAsync(unchecked((int)0x800B010F), server.Port);
    }

    [Theory]
    [InlineData(40)] // handshake_failure
    [InlineData(70)] // protocol_version
    public async Task A_server_whose_TLS_has_nothing_in_common_with_ours_ends_with_742(byte alert)
    {
        await using var server = ScriptedServer.OverTcp(async (tcp, ending) =>
        {
            _ = await tcp.ReadAtLeastAsync(new byte[4096], 64, throwOnEndOfStream: false, ending);
            await tcp.WriteAsync((byte[])[21, 3, 3, 0, 2, 2, alert], ending);
            _ = await tcp.ReadAtLeastAsync(new byte[64], 64, throwOnEndOfStream: false, ending);
        });

        await EndsWithAsync(742, server.Port);
    }

    [Theory]
    [InlineData("HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=p\r\n\r\n", 0x80190197)]
    [InlineData("HTTP/1.1 403 No\r\n\r\n", 0x80190193)]
    [InlineData("HTTP/1.1 502 No\r\n\r\n", 0x801901F6)]
    [InlineData("HTTP/1.1 503 No\r\n\r\n", 0x801901F7)]
    [InlineData("HTTP/1.1 504 No\r\n\r\n", 0x801901F8)]
    [InlineData("220 mail.example.org ESMTP\r\n", 0x80072F78)]
    public async Task A_proxy_that_will_not_ends_with_the_code_of_its_answer(string answer, uint code)
    {
        await using var proxy = new ScriptedProxy(answer);

        Assert.Equal(unchecked((int)code), CodeOf(await FailureAsync(Profile(443, TrustAnchors.System) with { Proxy = proxy.Address })));
    }

    [Fact]
    public void A_proxy_that_cannot_be_reached_ends_with_0x80072EFD() =>
        Assert.Equal(unchecked((int)0x80072EFD), CodeOf(new ProxyFailure.NotReached("127.0.0.1", 1, "CLIENT-103")));

    private ScriptedServer TrustedServer(Func<System.Net.Security.SslStream, Socket, Task> script) =>
        ScriptedServer.AfterTls(_certificates.Trusted(TestCertificates.Create()), script);

    private static ScriptedServer TlsServer(X509Certificate2 certificate) => ScriptedServer.OverTls(certificate, Accepted);

    private async Task EndsWithAsync(int code, int port)
    {
        using var trust = TrustAnchors.FromFile(await TrustFileAsync());
        Assert.Equal(code, CodeOf(await FailureAsync(Profile(port, trust))));
    }

    private async Task<string> TrustFileAsync()
    {
        if (new FileInfo(_certificates.TrustFile).Length == 0)
            await File.WriteAllTextAsync(_certificates.TrustFile, TestCertificates.Create().ExportCertificatePem());
        return _certificates.TrustFile;
    }

    private static int? CodeOf(Failure failure) => ClientCodes.Find(failure)?.Value;

    /// <summary>Connects as <see cref="Connection"/> does, but without an interface.</summary>
    private static async Task<Failure> FailureAsync(ConnectionProfile profile)
    {
        try
        {
            var (link, early) = await new SstpConnector(profile, new ServerPath(profile)).ConnectAsync(Guid.NewGuid(), CancellationToken.None);
            using var call = new ClientCall(profile, new Credential("anna", "secret"), new EapEngines(profile.Eap, TimeProvider.System), new Transport.SystemRandom(), (_, _, _) => throw new InvalidOperationException());
            using var driver = call.NewDriver(link);
            await driver.RunAsync(early);
            return call.Failure!;
        }
        catch (ConnectException e)
        {
            return e.Failure;
        }
    }

    private static ConnectionProfile Profile(int port, TrustAnchors trust) =>
        new() { Host = "127.0.0.1", ServerName = TestCertificates.Name, Port = port, UserName = "anna", Trust = trust };
}
