using System.Net;
using System.Net.Sockets;
using Adit.Certificates.Issuing;
using Adit.Certificates.Fetching;
using Adit.Certificates.Revocation;
using Adit.Certificates.Revocation.Ocsp;
using Adit.Certificates.Tests.Issuing;
using Adit.Server.Listeners;
using Adit.Server.Tests.Control;
using Adit.Server.Tests.Support;
using Adit.Server.Web;
using Adit.Transport;

namespace Adit.Server.Tests.Listeners;

/// <summary>What our responder says of the server's certificate comes with the handshake, so that a caller need not ask: openssl sees it.</summary>
public sealed class StaplingTests : IAsyncLifetime
{
    /// <summary>An address of the loopback that no other process has, so that any port of it is free.</summary>
    private static readonly IPEndPoint _endPoint = new(
        new IPAddress((byte[])[127, 89, (byte)(Environment.ProcessId >> 8), (byte)Environment.ProcessId]), 8080);

    private readonly TemporaryDirectory _directory = new();
    private readonly InMemoryIssuedCertificates _books = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly TcpListener _listener = new(new IPEndPoint(_endPoint.Address, 0));
    private CertificateAuthority _ca = null!;
    private WebFront _web = null!;

    public async ValueTask InitializeAsync()
    {
        _ca = CertificateAuthority.OpenOrCreate(_directory.Path, "vpn", TimeProvider.System);
        var responder = new OcspResponder(_ca.Issuer, _ca.SignData, _books, TimeProvider.System);
        _web = await WebFront.StartAsync([_endPoint], _ca.Certificate, () => true, pages => OcspPages.Map(pages, responder));
        _listener.Start();
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Dispose();
        await _web.DisposeAsync();
        _ca.Dispose();
        _ending.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task The_answer_of_our_responder_is_stapled_to_the_handshake()
    {
        var points = new PublicationPoints($"http://{_endPoint}/ca/issuing.crl", $"http://{_endPoint}/ca/issuing.crt", $"http://{_endPoint}/ocsp");
        var leaf = ServerCertificate.OpenOrIssue(_directory.Path, _ca, ["vpn.test"], TimeProvider.System, out _, () => points);
        await new IssuingService(_ca, _books, _ => points, TimeProvider.System).EnterAsync(leaf, CertificateTemplate.Server, default);
        var served = new ServedCertificate(leaf, [.. _ca.Chain, _ca.Certificate]);
        _ = ServeAsync(served);
        Assert.Contains("OCSP response: no response sent", await StatusAsync(), StringComparison.Ordinal);

        await served.RenewStapleAsync(new RevocationChecker(new HttpFetcher(new FetchLimits()), TimeProvider.System), default);
        var status = await StatusAsync();
        Assert.Contains("OCSP Response Status: successful", status, StringComparison.Ordinal);
        Assert.Contains("Cert Status: good", status, StringComparison.Ordinal);
    }

    private async Task ServeAsync(ServedCertificate served)
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptSocketAsync(_ending.Token);
                await using var link = await TlsLink.AcceptAsync(socket, default, served.Context, null, new LinkOptions(), _ending.Token);
                await link.ShutdownAsync(_ending.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
            {
                // The next one, or the end.
            }
        }
    }

    private async Task<string> StatusAsync()
    {
        var start = new System.Diagnostics.ProcessStartInfo(
            "/usr/bin/openssl", ["s_client", "-connect", _listener.LocalEndpoint.ToString()!, "-servername", "vpn.test", "-status"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = System.Diagnostics.Process.Start(start)!;
        process.StandardInput.Close();
        _ = process.StandardError.ReadToEndAsync();
        return await process.StandardOutput.ReadToEndAsync();
    }
}
