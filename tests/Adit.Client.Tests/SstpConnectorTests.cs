using System.Security.Cryptography.X509Certificates;
using System.Text;
using Adit.Certificates.Stores;
using Adit.Certificates.Validation;
using Adit.Protocols;
using Adit.Protocols.Sstp;

namespace Adit.Client.Tests;

/// <summary>The client up to the point where SSTP begins, against servers that play a script.</summary>
public sealed class SstpConnectorTests : IDisposable
{
    private const string Name = TestCertificates.Name;
    private const string Accepted = "HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\n\r\n";

    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public async Task What_comes_together_with_the_answer_is_not_lost()
    {
        using var certificate = Trusted(Certificate(Name));
        await using var server = ScriptedServer.OverTls(certificate, Accepted + "early");
        using var trust = TrustAnchors.FromFile(_certificates.TrustFile);

        var (link, early) = await Connector(Profile(server.Port, trust)).ConnectAsync(Guid.NewGuid(), CancellationToken.None);

        await using (link)
            Assert.Equal("early", Encoding.ASCII.GetString(early.Span));
    }

    [Fact]
    public async Task The_request_names_the_server_and_the_attempt()
    {
        using var certificate = Trusted(Certificate(Name));
        await using var server = ScriptedServer.OverTls(certificate, "HTTP/1.1 503 Service Unavailable\r\n\r\n");
        var correlationId = Guid.NewGuid();

        await FailureAsync(server, correlationId: correlationId);

        Assert.Contains($"Host: {Name}:{server.Port}\r\n", server.Request, StringComparison.Ordinal);
        Assert.Contains($"{{{correlationId}}}", server.Request, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(503)]
    public async Task An_answer_other_than_200_is_a_refusal(int status)
    {
        using var certificate = Trusted(Certificate(Name));
        await using var server = ScriptedServer.OverTls(certificate, $"HTTP/1.1 {status} No\r\n\r\n");

        Assert.Equal(new SstpFailure.HttpRefused(status), await FailureAsync(server));
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n")]
    public async Task An_answer_that_is_no_HTTP_is_malformed(string answer)
    {
        using var certificate = Trusted(Certificate(Name));
        await using var server = ScriptedServer.OverTls(certificate, answer);

        Assert.Equal(new SstpFailure.HttpMalformed(), await FailureAsync(server));
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\n")]
    public async Task A_server_that_closes_in_place_of_an_answer_has_closed(string answer)
    {
        using var certificate = Trusted(Certificate(Name));
        await using var server = ScriptedServer.OverTls(certificate, answer);

        Assert.Equal(new ClientFailure.ClosedWhileConnecting(), await FailureAsync(server));
    }

    [Fact]
    public async Task A_server_that_never_answers_the_request_times_out()
    {
        using var certificate = Trusted(Certificate(Name));
        await using var server = ScriptedServer.OverTls(certificate, answer: null);

        Assert.Equal(new SstpFailure.HttpTimedOut(), await FailureAsync(server, TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task A_server_that_never_answers_the_handshake_has_failed_in_TLS()
    {
        using var certificate = Trusted(Certificate(Name));
        await using var server = ScriptedServer.OverTcp((_, ending) => Task.Delay(Timeout.Infinite, ending));

        Assert.IsType<ClientFailure.TlsFailed>(await FailureAsync(server, TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public async Task A_server_that_speaks_no_TLS_has_failed_in_TLS()
    {
        using var certificate = Trusted(Certificate(Name));
        await using var server = ScriptedServer.OverTcp(async (tcp, ending) =>
        {
            await tcp.WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), ending);
            await tcp.ReadExactlyAsync(new byte[64], ending);
        });

        Assert.IsType<ClientFailure.TlsFailed>(await FailureAsync(server));
    }

    [Fact]
    public async Task A_server_that_closes_in_place_of_a_handshake_has_closed()
    {
        using var certificate = Trusted(Certificate(Name));
        await using var server = ScriptedServer.OverTcp((tcp, ending) => tcp.ReadExactlyAsync(new byte[5], ending).AsTask());

        Assert.Equal(new ClientFailure.ClosedWhileConnecting(), await FailureAsync(server));
    }

    [Fact]
    public async Task A_certificate_of_another_name_is_refused()
    {
        using var certificate = Trusted(Certificate("other.adit.test"));
        await using var server = ScriptedServer.OverTls(certificate, Accepted);

        Assert.IsType<CertificateFailure.WrongName>(await FailureAsync(server));
    }

    [Fact]
    public async Task A_certificate_that_has_expired_is_refused()
    {
        using var certificate = Trusted(Certificate(Name, age: TimeSpan.FromDays(30)));
        await using var server = ScriptedServer.OverTls(certificate, Accepted);

        Assert.IsType<CertificateFailure.Expired>(await FailureAsync(server));
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_is_refused_before_anything_is_said()
    {
        using var trusted = Trusted(Certificate(Name));
        using var presented = Certificate(Name);
        await using var server = ScriptedServer.OverTls(presented, Accepted);

        Assert.IsType<CertificateFailure.UntrustedRoot>(await FailureAsync(server));
        Assert.Empty(server.Request);
    }

    [Fact]
    public async Task A_certificate_that_this_machine_distrusts_is_refused_before_anything_is_said()
    {
        var folder = Directory.CreateTempSubdirectory("adit-untrusted-");
        try
        {
            using var certificate = Trusted(Certificate(Name));
            new DistrustedFolder(folder.FullName).Add(certificate);
            await using var server = ScriptedServer.OverTls(certificate, Accepted);
            using var trust = TrustAnchors.FromFile(_certificates.TrustFile);
            var profile = Profile(server.Port, trust) with { Distrusted = new DistrustedFolder(folder.FullName) };

            var refusal = await Assert.ThrowsAsync<ConnectException>(() => Connector(profile).ConnectAsync(Guid.NewGuid(), CancellationToken.None));

            Assert.IsType<CertificateFailure.Distrusted>(refusal.Failure);
            Assert.Empty(server.Request);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<Failure> FailureAsync(ScriptedServer server, TimeSpan? stepTime = null, Guid correlationId = default)
    {
        using var trust = TrustAnchors.FromFile(_certificates.TrustFile);
        var profile = Profile(server.Port, trust) with { StepTime = stepTime ?? TimeSpan.FromSeconds(30) };
        return (await Assert.ThrowsAsync<ConnectException>(() => Connector(profile).ConnectAsync(correlationId, CancellationToken.None))).Failure;
    }

    private static SstpConnector Connector(ConnectionProfile profile) => new(profile, new ServerPath(profile));

    private static ConnectionProfile Profile(int port, TrustAnchors trust) =>
        new() { Host = "127.0.0.1", ServerName = Name, Port = port, UserName = "anna", Trust = trust };

    private X509Certificate2 Trusted(X509Certificate2 certificate) => _certificates.Trusted(certificate);

    private static X509Certificate2 Certificate(string name, TimeSpan age = default) => TestCertificates.Create(name, age);
}
