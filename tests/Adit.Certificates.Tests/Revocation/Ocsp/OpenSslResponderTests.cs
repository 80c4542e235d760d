using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Adit.Certificates.Fetching;
using Adit.Certificates.Revocation;
using Adit.Certificates.Tests.Support;
using Adit.Certificates.Validation;

namespace Adit.Certificates.Tests.Revocation.Ocsp;

/// <summary>Our client, with its own fetcher, against openssl's responder.</summary>
public sealed partial class OpenSslResponderTests : IDisposable
{
    private const string Named = "http://ocsp.example.org/";

    private readonly StateDirectory _state = new();
    private readonly TestCertificate _authority;
    private readonly TestCertificate _delegate;

    public OpenSslResponderTests()
    {
        _authority = TestPki.SelfSigned(TestPki.Authority("CN=Authority") with { NotBefore = Now.AddDays(-9), NotAfter = Now.AddDays(9) });
        _delegate = _authority.Issue(Leaf("CN=Responder") with { Purposes = ["1.3.6.1.5.5.7.3.9"] });
        File.WriteAllText(_state.File("ca.pem"), _authority.Public.ExportCertificatePem());
        WriteSigner("ca", _authority);
        WriteSigner("delegate", _delegate);
        WriteSigner("stranger", TestPki.SelfSigned(Leaf("CN=Authority") with { IsAuthority = true }));
    }

    private static DateTimeOffset Now => DateTimeOffset.UtcNow;

    public void Dispose() => _state.Dispose();

    [Theory]
    [InlineData("ca")]
    [InlineData("delegate")]
    public async Task What_it_says_is_believed(string signer)
    {
        var (good, revoked) = (_authority.Issue(Leaf("CN=Good")), _authority.Issue(Leaf("CN=Bad")));
        Enter('V', "", good);
        Enter('R', Now.AddHours(-1).ToString("yyMMddHHmmss'Z'", CultureInfo.InvariantCulture) + ",superseded", revoked);
        await using var responder = await StartAsync(signer);

        Assert.Null(await CheckAsync(responder, good));
        Assert.Equal("Superseded", Assert.IsType<CertificateFailure.Revoked>(await CheckAsync(responder, revoked)).Reason);
    }

    [Fact]
    public async Task What_a_stranger_says_in_its_name_is_not_believed()
    {
        var leaf = _authority.Issue(Leaf("CN=Good"));
        Enter('V', "", leaf);
        await using var responder = await StartAsync("stranger");

        var failure = Assert.IsType<CertificateFailure.RevocationOffline>(await CheckAsync(responder, leaf));
        Assert.Contains("signed by nobody", Assert.Single(failure.Places), StringComparison.Ordinal);
    }

    private static Recipe Leaf(string subject) => new(subject) { NotBefore = Now.AddDays(-1), NotAfter = Now.AddDays(1), Responders = [Named] };

    private void Enter(char status, string revoked, TestCertificate certificate) => File.AppendAllText(
        _state.File("index"), $"{status}\t{certificate.Public.NotAfter.ToUniversalTime():yyMMddHHmmss}Z\t{revoked}\t{certificate.Public.SerialNumber}\tunknown\t/CN=any\n");

    private void WriteSigner(string name, TestCertificate signer) => File.WriteAllText(
        _state.File($"{name}.signer"), signer.Public.ExportCertificatePem() + "\n" + signer.Key.ExportPkcs8PrivateKeyPem() + "\n");

    private Task<CertificateFailure?> CheckAsync(Responder responder, TestCertificate leaf) =>
        new RevocationChecker(responder, TimeProvider.System).CheckAsync(
            [leaf.Public.RawData, _authority.Public.RawData], RevocationSettings.Windows, CancellationToken.None);

    private async Task<Responder> StartAsync(string signer)
    {
        string[] arguments =
        [
            "ocsp", "-port", "0", "-index", _state.File("index"), "-CA", _state.File("ca.pem"), "-rsigner", _state.File($"{signer}.signer"), "-ndays", "1",
        ];
        var start = new ProcessStartInfo("/usr/bin/openssl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (Port().Match(line) is { Success: true } match)
                return new Responder(process, $"http://127.0.0.1:{match.Groups["port"].Value}/");
        }

        throw new InvalidOperationException("openssl ended before it listened.");
    }

    [GeneratedRegex(@"^ACCEPT .*:(?<port>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Port();

    /// <summary>The process, reached under the name that the certificates give.</summary>
    private sealed class Responder(Process process, string address) : IRevocationFetcher, IAsyncDisposable
    {
        public Task<Fetched> FetchAsync(FetchRequest request, CancellationToken cancellation)
        {
            Assert.Equal(Named, request.Address);
            return new HttpFetcher(new FetchLimits()).FetchAsync(request with { Address = address }, cancellation);
        }

        public async ValueTask DisposeAsync()
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }
}
