using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Adit.Certificates.Validation;
using Adit.Client.Doctor;
using Adit.Diagnosis.Findings;

namespace Adit.Client.Tests.Doctor;

/// <summary>
/// The doctor before servers that mean ill. None of these tests measures time: each ends because the doctor does, whatever the server goes
/// on doing.
/// </summary>
public sealed class HostilePlaceTests : IDisposable
{
    // What the server does ends a test long before; those in which it goes on for ever name a time of their own.
    private static readonly TimeSpan Ample = TimeSpan.FromSeconds(20);

    private const string Evil = "\u001b]0;owned\u0007\u001b[31mEvil\u202egnp\u2028line";

    private readonly TestCertificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public async Task A_head_without_an_end_is_read_to_its_bound()
    {
        await using var server = HostileServer.OverTls(Trusted(), async (tls, ending) =>
        {
            await tls.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), ending);
            while (true)
                await tls.WriteAsync(Encoding.ASCII.GetBytes($"X-More: {new string('a', 4000)}\r\n"), ending);
        });

        Assert.Equal("SSTP-102", (await ExamineAsync(server)).First?.Code);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = HostileServer.OverTcp((_, _) => Task.CompletedTask);
        await using var server = HostileServer.OverTls(Trusted(), (tls, ending) => tls.WriteAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 302 {Evil}\r\nLocation: http://127.0.0.1:{elsewhere.Port}/\r\nRefresh: 0\r\nContent-Length: 0\r\n\r\n"), ending).AsTask());

        var report = await ExamineAsync(server);

        Assert.Equal("SSTP-101", report.First?.Code);
        Assert.Equal(0, elsewhere.Connections);
        IsHarmless(report);
    }

    [Theory]
    [InlineData(22)] // a handshake that never comes to its end
    [InlineData(20)] // changes of a cipher that nobody has agreed on
    [InlineData(21)] // warnings
    [InlineData(23)] // what can be nothing yet
    public async Task Records_of_TLS_without_an_end_end_with_the_probe(byte kind)
    {
        byte[] record = kind switch { 22 => [22, 3, 3, 0, 8, 2, 0, 255, 255, 3, 3, 0, 0], 20 => [20, 3, 3, 0, 1, 1], 21 => [21, 3, 3, 0, 2, 1, 90], _ => [23, 3, 3, 0, 0] };
        await using var server = HostileServer.OverTcp(async (tcp, ending) =>
        {
            while (true)
                await tcp.WriteAsync(record, ending);
        });

        Assert.NotNull((await ExamineAsync(server)).First);
    }

    [Fact]
    public async Task One_byte_of_TLS_at_a_time_gains_no_time()
    {
        await using var server = HostileServer.OverTcp(async (tcp, ending) =>
        {
            for (byte[] next = [22, 3, 3, 0x40, 0, 2, 0, 0x3f, 0xfc]; ; next = [0])
            {
                await tcp.WriteAsync(next, ending);
                await Task.Delay(10, ending);
            }
        });

        Assert.NotNull((await ExamineAsync(server, TimeSpan.FromMilliseconds(600))).First);
    }

    [Fact]
    public async Task A_chain_beyond_all_measure_is_a_finding_like_others()
    {
        var (leaf, issuers) = IssueDeep(40);
        await using var server = HostileServer.OverTls(leaf, (_, _) => Task.CompletedTask, issuers);

        var report = await ExamineAsync(server);

        Assert.Equal("PKI-104", report.First?.Code);
        IsHarmless(report);
    }

    [Fact]
    public async Task Names_that_steer_a_terminal_come_out_harmless()
    {
        using var certificate = Create($"CN=\"{Evil}\", O=\"{new string('x', 5000)}\"");
        await using var server = HostileServer.OverTls(certificate, (_, _) => Task.CompletedTask);

        var report = await ExamineAsync(server);

        Assert.Contains(report.Findings, finding => finding.Component == "certificate" && finding.Evidence.Contains("Evil", StringComparison.Ordinal));
        IsHarmless(report);
    }

    [Fact]
    public async Task Places_that_an_untrusted_certificate_names_are_not_asked()
    {
        await using var elsewhere = HostileServer.OverTcp((_, _) => Task.CompletedTask);
        using var authority = new TestAuthority();
        using var certificate = authority.Issue($"http://127.0.0.1:{elsewhere.Port}/list.crl");
        await using var server = HostileServer.OverTls(certificate, (_, _) => Task.CompletedTask);

        Assert.NotNull((await ExamineAsync(server)).First);
        Assert.Equal(0, elsewhere.Connections);
    }

    [Fact]
    public async Task A_place_of_revocation_that_sends_the_doctor_on_is_not_obeyed()
    {
        await using var elsewhere = HostileServer.OverTcp((_, _) => Task.CompletedTask);
        await using var place = HostileServer.OverTcp((tcp, ending) => tcp.WriteAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{elsewhere.Port}/\r\nContent-Length: 0\r\n\r\n"), ending).AsTask());
        using var authority = new TestAuthority();
        _certificates.Trusted(authority.Certificate);
        using var certificate = authority.Issue($"http://127.0.0.1:{place.Port}/list.crl");
        await using var server = HostileServer.OverTls(certificate, (_, _) => Task.CompletedTask);

        var report = await ExamineAsync(server);

        Assert.Contains("PKI-112", report.Findings.Select(finding => finding.Code));
        Assert.NotEqual(0, place.Connections);
        Assert.Equal(0, elsewhere.Connections);
    }

    [Fact]
    public async Task A_list_without_an_end_is_read_to_its_bound()
    {
        await using var place = HostileServer.OverTcp(async (tcp, ending) =>
        {
            await tcp.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), ending);
            while (true)
                await tcp.WriteAsync(new byte[64 * 1024], ending);
        });
        using var authority = new TestAuthority();
        _certificates.Trusted(authority.Certificate);
        using var certificate = authority.Issue($"http://127.0.0.1:{place.Port}/list.crl");
        await using var server = HostileServer.OverTls(certificate, (_, _) => Task.CompletedTask);

        Assert.Contains("PKI-112", (await ExamineAsync(server)).Findings.Select(finding => finding.Code));
    }

    [Fact]
    public async Task Who_begins_PPP_anew_for_ever_gains_no_time()
    {
        await using var server = HostileServer.OverTls(Trusted(), async (tls, ending) =>
        {
            await tls.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\nServer: x\r\n\r\n"u8.ToArray(), ending);
            await tls.WriteAsync(CallConnectAck(), ending);
            for (byte id = 1; ; id++) // with a magic number each that is new: LCP takes it for a new beginning
            {
                await tls.WriteAsync(Framed([0xff, 3, 0xc0, 0x21, 1, id, 0, 15, 3, 5, 0xc2, 0x23, 0x81, 5, 6, id, 0, 0, 1]), ending);
                await Task.Delay(5, ending);
            }
        });

        var report = await ExamineAsync(server, TimeSpan.FromSeconds(3));

        Assert.Contains("call", report.Findings.Select(finding => finding.Component));
        IsHarmless(report);
    }

    private X509Certificate2 Trusted() => _certificates.Trusted(TestCertificates.Create());

    private async Task<FindingReport> ExamineAsync(HostileServer server, TimeSpan? time = null)
    {
        using var trust = File.ReadAllText(_certificates.TrustFile).Length > 0 ? TrustAnchors.FromFile(_certificates.TrustFile) : TrustAnchors.Of([]);
        var profile = new ConnectionProfile { Host = "127.0.0.1", Port = server.Port, ServerName = TestCertificates.Name, UserName = "", Trust = trust };
        return await new PlaceDoctor(new PlaceOrder(profile) { Time = time ?? Ample }).ExamineAsync(TestContext.Current.CancellationToken);
    }

    private static void IsHarmless(FindingReport report) => Assert.All(
        report.Findings.SelectMany(finding => (string[])[finding.Component, finding.Title, finding.Cause, finding.Evidence, .. finding.Remedy]),
        text => Assert.True(text.Length <= FindingText.MaxLength && !text.Any(letter => char.IsControl(letter) || letter is '\u202e' or '\u2028'), text));

    /// <summary>A chain of so many authorities, none of which is its own issuer.</summary>
    private static (X509Certificate2 Leaf, X509Certificate2Collection Issuers) IssueDeep(int depth)
    {
        var issuers = new X509Certificate2Collection();
        var above = Create("CN=Depth 0", isAuthority: true);
        for (var at = 1; at <= depth; at++)
        {
            var next = Create($"CN=Depth {at}", isAuthority: at < depth, issuer: above);
            if (at > 1)
                issuers.Add(above);
            above = next;
        }

        return (above, issuers);
    }

    private static X509Certificate2 Create(string subject, bool isAuthority = false, X509Certificate2? issuer = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        if (isAuthority)
            request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        var (from, to) = (DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(5));
        using var made = issuer is null
            ? request.CreateSelfSigned(from, to)
            : request.Create(issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(issuer.GetECDsaPrivateKey()!), from, to, RandomNumberGenerator.GetBytes(8)).CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), password: null);
    }

    /// <summary>Call Connect Acknowledge with a binding request of zeros ([MS-SSTP] §2.2.10).</summary>
    private static byte[] CallConnectAck()
    {
        byte[] attribute = [0, 4, 0, 40, 0, 0, 0, 3, .. new byte[32]];
        return [0x10, 1, 0, (byte)(8 + attribute.Length), 0, 2, 0, 1, .. attribute];
    }

    private static byte[] Framed(byte[] ppp) => [0x10, 0, 0, (byte)(4 + ppp.Length), .. ppp];
}
