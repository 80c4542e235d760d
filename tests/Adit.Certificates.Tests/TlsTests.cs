using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Issuing;
using Adit.Certificates.Tests.Support;
using Adit.Certificates.Validation;

namespace Adit.Certificates.Tests;

/// <summary>A server with our certificate and a client with our validator, joined by TLS over the loopback.</summary>
public sealed class TlsTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly StateDirectory _state = new();
    private readonly CertificateAuthority _ca;
    private readonly X509Certificate2 _leaf;

    public TlsTests()
    {
        _ca = CertificateAuthority.OpenOrCreate(_state.Path, "vpn", TimeProvider.System);
        ServerCertificate.OpenOrIssue(_state.Path, _ca, ["vpn.example.org"], TimeProvider.System).Dispose();
        _leaf = ServerCertificate.OpenOrIssue(_state.Path, _ca, ["vpn.example.org"], TimeProvider.System); // as after a restart
    }

    public void Dispose()
    {
        _leaf.Dispose();
        _ca.Dispose();
        _state.Dispose();
    }

    [Fact]
    public async Task A_client_that_trusts_the_ca_accepts_the_server()
    {
        using var anchors = TrustAnchors.FromFile(_state.File("ca.crt"));

        Assert.Empty((await Dial(new ServerCertificateValidator(anchors))).Failures);
    }

    [Fact]
    public async Task A_client_that_does_not_know_the_ca_learns_its_name()
    {
        var verdict = await Dial(new ServerCertificateValidator(TrustAnchors.System));

        var failure = Assert.IsType<CertificateFailure.IncompleteChain>(verdict.Failure);
        Assert.Equal(_ca.Certificate.Subject, failure.MissingIssuer);
    }

    private async Task<CertificateVerdict> Dial(ServerCertificateValidator validator)
    {
        using var timeout = new CancellationTokenSource(Deadline);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Serve(listener, timeout.Token);

        CertificateVerdict? verdict = null;
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, timeout.Token);
        using var tls = new SslStream(client.GetStream(), leaveInnerStreamOpen: false, (_, leaf, chain, _) =>
        {
            verdict = validator.Validate((X509Certificate2)leaf!, chain!.ChainPolicy.ExtraStore, "vpn.example.org", DateTimeOffset.UtcNow);
            return verdict.IsAccepted;
        });
        await Ended(tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "vpn.example.org" }, timeout.Token));
        tls.Close();
        await Ended(serving);
        return verdict!;
    }

    /// <summary>A refused server ends both handshakes with an exception, which here is as good an end as any.</summary>
    private static async Task Ended(Task handshake) =>
        Assert.True(await Record.ExceptionAsync(() => handshake) is null or AuthenticationException or IOException);

    private async Task Serve(TcpListener listener, CancellationToken cancellation)
    {
        using var accepted = await listener.AcceptTcpClientAsync(cancellation);
        using var tls = new SslStream(accepted.GetStream());
        var context = SslStreamCertificateContext.Create(_leaf, [.. _ca.Chain], offline: true);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = context }, cancellation);
    }
}
