using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Revocation;
using Adit.Certificates.Validation;
using Adit.Diagnosis;
using Adit.Protocols;

namespace Adit.Client.Tests;

/// <summary>What the client makes of a server whose certificate names places where its revocation can be looked up (decision 0015).</summary>
public sealed class ServerRevocationTests : IDisposable
{
    private const string Accepted = "HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\n\r\n";

    private readonly TestCertificates _certificates = new();
    private readonly TestAuthority _authority = new();
    private string? _address;
    private readonly TcpListener _silent = new(IPAddress.Loopback, 0);

    public ServerRevocationTests()
    {
        _certificates.Trusted(_authority.Certificate);
        _silent.Start();
    }

    public void Dispose()
    {
        _certificates.Dispose();
        _authority.Dispose();
        _silent.Dispose();
    }

    [Fact]
    public async Task A_server_whose_certificate_is_not_on_its_list_is_accepted()
    {
        await using var place = _authority.Publish();

        Assert.Null((await ConnectAsync(_authority.Issue(AddressOf(place.Port)), RevocationSettings.Hard)).Failure);
    }

    [Fact]
    public async Task A_revoked_server_ends_with_0x80092010_before_anything_is_said()
    {
        await using var place = _authority.Publish();
        var certificate = _authority.Issue(AddressOf(place.Port));
        _authority.Revoke(certificate);

        var (failure, request) = await ConnectAsync(certificate, RevocationSettings.Windows);

        Assert.IsType<CertificateFailure.Revoked>(failure);
        Assert.Equal(unchecked((int)0x80092010), ClientCodes.Find(failure)?.Value);
        Assert.Empty(request);
    }

    [Fact]
    public async Task A_list_that_cannot_be_reached_ends_with_0x80092013()
    {
        _silent.Stop(); // the port refuses from now on

        var (failure, request) = await ConnectAsync(_authority.Issue(AddressOfSilent), RevocationSettings.Windows);

        Assert.Equal(unchecked((int)0x80092013), ClientCodes.Find(failure!)?.Value);
        Assert.Contains(AddressOfSilent, Assert.Single(Assert.IsType<CertificateFailure.RevocationOffline>(failure).Places), StringComparison.Ordinal);
        Assert.Empty(request);
    }

    [Fact]
    public async Task A_list_that_cannot_be_reached_is_no_matter_to_a_soft_check()
    {
        _silent.Stop();

        Assert.Null((await ConnectAsync(_authority.Issue(AddressOfSilent), RevocationSettings.Soft)).Failure);
    }

    [Fact]
    public async Task A_certificate_without_places_is_accepted_as_by_Windows_and_ends_a_hard_check_with_0x80092012()
    {
        Assert.Null((await ConnectAsync(_authority.Issue(null), RevocationSettings.Windows)).Failure);

        var (failure, _) = await ConnectAsync(_authority.Issue(null), RevocationSettings.Hard);
        Assert.Equal(unchecked((int)0x80092012), ClientCodes.Find(failure!)?.Value);
    }

    [Fact]
    public async Task No_address_in_a_certificate_that_nobody_trusts_is_ever_asked()
    {
        using var stranger = new TestAuthority();

        Assert.IsType<CertificateFailure.IncompleteChain>((await ConnectAsync(stranger.Issue(AddressOfSilent), RevocationSettings.Hard)).Failure);

        Assert.False(_silent.Pending());
    }

    private string AddressOfSilent => _address ??= AddressOf(((IPEndPoint)_silent.LocalEndpoint).Port);

    private static string AddressOf(int port) => $"http://127.0.0.1:{port}/ca.crl";

    private async Task<(Failure? Failure, string Request)> ConnectAsync(X509Certificate2 certificate, RevocationSettings settings)
    {
        using var ours = certificate;
        using var trust = TrustAnchors.FromFile(_certificates.TrustFile);
        await using var server = ScriptedServer.OverTls(certificate, Accepted);
        var profile = new ConnectionProfile
        {
            Host = "127.0.0.1", ServerName = TestCertificates.Name, Port = server.Port, UserName = "anna", Trust = trust, Revocation = settings,
        };
        try
        {
            var (link, _) = await new SstpConnector(profile, new ServerPath(profile)).ConnectAsync(Guid.NewGuid(), CancellationToken.None);
            await link.DisposeAsync();
            return (null, server.Request);
        }
        catch (ConnectException e)
        {
            return (e.Failure, server.Request);
        }
    }
}
