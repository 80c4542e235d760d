using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
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

    private const string DelegatesList = "http://crl.example.org/delegates.crl";
    private const string Signing = "1.3.6.1.5.5.7.3.9";
    private static readonly X509Extension NoCheck = new("1.3.6.1.5.5.7.48.1.5", [5, 0], critical: false);

    private readonly StateDirectory _state = new();
    private readonly TestCertificate _authority;
    private readonly TestCertificate _delegate;

    public OpenSslResponderTests()
    {
        _authority = TestPki.SelfSigned(TestPki.Authority("CN=Authority") with { NotBefore = Now.AddDays(-9), NotAfter = Now.AddDays(9) });
        _delegate = _authority.Issue(Leaf("CN=Responder") with { Purposes = [Signing], Extra = NoCheck });
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

    [Theory]
    [InlineData("good", null)]
    [InlineData("revoked", "own certificate is revoked")]
    [InlineData("down", "cannot be found out")]
    [InlineData("none", "cannot be found out")]
    public async Task A_delegate_that_need_be_looked_up_is_believed_only_where_its_list_clears_it(string list, string? problem)
    {
        var signer = _authority.Issue(Leaf("CN=Responder") with { Purposes = [Signing], Responders = [], Lists = list == "none" ? [] : [DelegatesList] });
        WriteSigner("listed", signer);
        var leaf = _authority.Issue(Leaf("CN=Good"));
        Enter('V', "", leaf);
        await using var responder = await StartAsync("listed");
        responder.List = list == "down" ? null
            : TestLists.Of(_authority, list == "revoked" ? [signer.Public.SerialNumberBytes.ToArray()] : [], Now.AddHours(-1));

        var failure = await CheckAsync(responder, leaf);

        if (problem is null)
            Assert.Null(failure);
        else
            Assert.Contains(problem, Assert.Single(Assert.IsType<CertificateFailure.RevocationOffline>(failure).Places), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_it_said_is_on_disk_and_serves_a_checker_that_begins_while_it_is_down()
    {
        var leaf = _authority.Issue(Leaf("CN=Bad"));
        Enter('R', Now.AddHours(-1).ToString("yyMMddHHmmss'Z'", CultureInfo.InvariantCulture) + ",superseded", leaf);
        await using (var responder = await StartAsync("delegate"))
            Assert.IsType<CertificateFailure.Revoked>(await CheckAsync(responder, leaf, _state.File("revocation")));

        Assert.IsType<CertificateFailure.Revoked>(await CheckAsync(new Places(), leaf, _state.File("revocation")));
        var flushed = new RevocationChecker(new Places(), TimeProvider.System, _state.File("revocation"));
        flushed.Flush();
        Assert.IsType<CertificateFailure.RevocationOffline>(await CheckAsync(new Places(), leaf, _state.File("revocation")));
    }

    [Fact]
    public async Task What_is_on_disk_and_was_said_of_another_is_not_believed()
    {
        var (good, bad) = (_authority.Issue(Leaf("CN=Good")), _authority.Issue(Leaf("CN=Bad")));
        Enter('V', "", good);
        await using (var responder = await StartAsync("ca"))
            Assert.Null(await CheckAsync(responder, good, _state.File("first")));
        await using (var responder = await StartAsync("stranger"))
            await CheckAsync(responder, bad, _state.File("second"));
        var answers = Path.Combine(_state.File("first"), "ocsp");
        Assert.False(Directory.Exists(Path.Combine(_state.File("second"), "ocsp"))); // what is not believed is not kept
        foreach (var file in Directory.GetFiles(answers))
            File.Move(file, Path.Combine(answers, NameOf(bad)));

        Assert.IsType<CertificateFailure.RevocationOffline>(await CheckAsync(new Places(), bad, _state.File("first")));
    }

    /// <summary>The file in which the answer for a certificate is looked for.</summary>
    private string NameOf(TestCertificate leaf) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        $"{Named} {Convert.ToHexString(SHA256.HashData(leaf.Public.RawData))} {Convert.ToHexString(SHA256.HashData(_authority.Public.RawData))}")));

    private static Recipe Leaf(string subject) => new(subject) { NotBefore = Now.AddDays(-1), NotAfter = Now.AddDays(1), Responders = [Named] };

    private void Enter(char status, string revoked, TestCertificate certificate) => File.AppendAllText(
        _state.File("index"), $"{status}\t{certificate.Public.NotAfter.ToUniversalTime():yyMMddHHmmss}Z\t{revoked}\t{certificate.Public.SerialNumber}\tunknown\t/CN=any\n");

    private void WriteSigner(string name, TestCertificate signer) => File.WriteAllText(
        _state.File($"{name}.signer"), signer.Public.ExportCertificatePem() + "\n" + signer.Key.ExportPkcs8PrivateKeyPem() + "\n");

    private Task<CertificateFailure?> CheckAsync(IRevocationFetcher responder, TestCertificate leaf, string? folder = null) =>
        new RevocationChecker(responder, TimeProvider.System, folder).CheckAsync(
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
        public byte[]? List { get; set; }

        public Task<Fetched> FetchAsync(FetchRequest request, CancellationToken cancellation)
        {
            if (request.Address == DelegatesList)
                return Task.FromResult(List is null ? new Fetched(null, "Nobody answers.") : new Fetched(List, null));

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
