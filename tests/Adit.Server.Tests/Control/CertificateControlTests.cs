using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Issuing;
using Adit.Certificates.Keys;
using Adit.Server.Configuration;
using Adit.Server.Control;

namespace Adit.Server.Tests.Control;

public sealed class CertificateControlTests : IDisposable
{
    private static readonly Actor Root = new(0, "root");

    private readonly CertificateLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task What_is_revoked_stands_on_the_list_at_once_and_its_sessions_end()
    {
        await _lab.Lists.PublishAsync(default);
        var issued = await IssueAsync();
        Assert.Equal(0, _lab.Lists.Current!.Entries);

        var revoked = await _lab.Control.RevokeAsync(issued.Certificate.Serial, "keyCompromise", Root, default);

        Assert.Equal((1, "keyCompromise"), (_lab.Lists.Current!.Entries, revoked.Reason));
        Assert.Equal([issued.Certificate.Sha256], _lab.Ended);
        Assert.Contains($"root ca.revoke {issued.Certificate.Serial}: serial {issued.Certificate.Serial}: keyCompromise, CN=anna@example.com", _lab.Audit);
    }

    [Fact]
    public async Task What_is_refused_is_audited_with_its_code()
    {
        await RefusesAsync("PKI-166", ControlFault.NotFound, async () => await _lab.Control.RevokeAsync("4A01", "superseded", Root, default));

        Assert.Equal(["root ca.revoke 4A01: refused: PKI-166"], _lab.Audit);
    }

    [Fact]
    public async Task The_answer_brings_the_certificate_with_its_issuer()
    {
        var issued = await IssueAsync();

        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(issued.Pem);
        Assert.Equal(["CN=anna@example.com", _lab.Authority.Issuer.Subject], chain.Select(certificate => certificate.Subject));
    }

    [Theory]
    [InlineData("certificate", "user", "hold", "word-unknown")]
    [InlineData("gateway", "gateway", "superseded", "word-unknown")]
    public async Task A_word_that_stands_for_nothing_is_refused(string what, string template, string reason, string code)
    {
        var issued = what == "certificate" ? (await IssueAsync()).Certificate.Serial : null;

        await RefusesAsync(code, ControlFault.Invalid, async () => _ = issued is null
            ? (object)await _lab.Control.IssueAsync(new IssueOrder(template, ["anna"], NewRequest(), null, null, null), Root, default)
            : await _lab.Control.RevokeAsync(issued, reason, Root, default));
    }

    [Fact]
    public async Task Users_are_sent_to_our_list_and_servers_only_where_that_is_wanted()
    {
        Assert.Equal("http://vpn.example.com/ca/issuing.crl", (await _lab.Control.GetAuthorityAsync(default)).Publication.List);
        Assert.Contains("2.5.29.31", await ExtensionsAsync("user", "anna"));
        Assert.DoesNotContain("2.5.29.31", await ExtensionsAsync("server", "vpn.example.com"));

        Publish(PublishMode.On);
        Assert.Contains("2.5.29.31", await ExtensionsAsync("server", "vpn.example.com"));

        Publish(PublishMode.Off);
        Assert.DoesNotContain("2.5.29.31", await ExtensionsAsync("user", "anna"));
        Assert.Equal("'authority: publish' is off", (await _lab.Control.GetAuthorityAsync(default)).Publication.WhyNot);
    }

    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("*.example.com")]
    public async Task Without_a_name_that_can_be_looked_up_nothing_is_published_and_the_reason_told(string name)
    {
        _lab.Live.Replace(_lab.Live.Current with { Names = [name] });

        var publication = (await _lab.Control.GetAuthorityAsync(default)).Publication;

        Assert.Null(publication.List);
        Assert.StartsWith("no DNS name is configured", publication.WhyNot, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_leaves_the_store_only_where_it_was_marked_exportable()
    {
        using var kept = SelfSigned("kept.example.com", out var keptPem);
        using var shared = SelfSigned("shared.example.com", out var sharedPem);
        await _lab.Control.ImportAsync(new ImportOrder("machine", keptPem, Exportable: false), Root, default);
        await _lab.Control.ImportAsync(new ImportOrder("machine", sharedPem, Exportable: true), Root, default);

        await RefusesAsync("PKI-159", ControlFault.Denied, async () => await _lab.Control.ExportAsync(Thumbprint(kept), withKey: true, Root, default));
        var exported = await _lab.Control.ExportAsync(Thumbprint(shared), withKey: true, Root, default);

        Assert.Contains("PRIVATE KEY", exported.Pem, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", (await _lab.Control.ExportAsync(Thumbprint(kept), withKey: false, Root, default)).Pem, StringComparison.Ordinal);
        Assert.DoesNotContain(_lab.Audit, entry => entry.Contains("PRIVATE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_distrusted_certificate_is_shown_as_such_in_every_store()
    {
        using var server = SelfSigned("vpn.example.com", out var pem);
        await _lab.Control.ImportAsync(new ImportOrder("machine", pem, Exportable: false), Root, default);

        await _lab.Control.ImportAsync(new ImportOrder("untrusted", server.ExportCertificatePem(), Exportable: false), Root, default);

        Assert.True(_lab.Stores.Contains(server));
        Assert.All(await _lab.Control.ListStoredAsync(null, default), entry => Assert.True(entry.Untrusted));
        await _lab.Control.RemoveAsync("untrusted", Thumbprint(server), Root, default);
        Assert.False(_lab.Stores.Contains(server));
    }

    [Fact]
    public async Task To_distrust_a_certificate_is_not_to_distrust_who_issued_it()
    {
        var issued = await IssueAsync();

        var imported = await _lab.Control.ImportAsync(new ImportOrder("untrusted", issued.Pem, Exportable: false), Root, default);

        Assert.Equal(issued.Certificate.Sha256, Assert.Single(imported.Added).Sha256);
        Assert.Contains("left as it is", Assert.Single(imported.Remarks), StringComparison.Ordinal);
        Assert.False(_lab.Stores.Contains(_lab.Authority.Issuer));
    }

    [Fact]
    public async Task Distrusting_a_certificate_ends_its_sessions_and_no_others()
    {
        var (stolen, other) = (await IssueAsync(), await IssueAsync());
        _lab.Open.Add(stolen.Certificate.Sha256);
        _lab.Open.Add(other.Certificate.Sha256);

        await _lab.Control.ImportAsync(new ImportOrder("untrusted", stolen.Pem, Exportable: false), Root, default);

        Assert.Equal([stolen.Certificate.Sha256], _lab.Ended);
    }

    [Fact]
    public async Task Distrusting_an_authority_ends_the_sessions_below_it()
    {
        var issued = await IssueAsync();
        using var certificate = X509Certificate2.CreateFromPem(issued.Pem);
        _lab.Paths.Remember([certificate.RawData, _lab.Authority.Issuer.RawData, _lab.Authority.Certificate.RawData]);
        _lab.Open.Add(issued.Certificate.Sha256);

        await _lab.Control.ImportAsync(
            new ImportOrder("untrusted", _lab.Authority.Issuer.ExportCertificatePem(), Exportable: false), Root, default);

        Assert.Equal([issued.Certificate.Sha256], _lab.Ended);
    }

    [Fact]
    public async Task What_was_put_among_the_untrusted_by_hand_or_was_revoked_meanwhile_ends_its_sessions_within_a_minute()
    {
        var (stolen, revoked) = (await IssueAsync(), await IssueAsync());
        using var certificate = X509Certificate2.CreateFromPem(stolen.Pem);
        await _lab.Control.RevokeAsync(revoked.Certificate.Serial, "keyCompromise", Root, default);
        _lab.Stores.Add(Adit.Certificates.Stores.StoreName.Untrusted, certificate);
        _lab.Open.Add(stolen.Certificate.Sha256);
        _lab.Open.Add(revoked.Certificate.Sha256);

        await _lab.Refused.Duty.RunAsync(DateTimeOffset.UtcNow);

        Assert.Empty(_lab.Open);
    }

    [Fact]
    public async Task A_certificate_is_found_wherever_it_is()
    {
        var issued = await IssueAsync();

        Assert.StartsWith((await _lab.Control.ExportAsync(issued.Certificate.Sha256, withKey: false, Root, default)).Pem, issued.Pem, StringComparison.Ordinal);
        Assert.Contains(_lab.Authority.Issuer.ExportCertificatePem(),
            (await _lab.Control.ExportAsync(Thumbprint(_lab.Authority.Issuer), withKey: false, Root, default)).Pem, StringComparison.Ordinal);
        await RefusesAsync("PKI-158", ControlFault.NotFound, async () => await _lab.Control.ExportAsync("AB", withKey: false, Root, default));
        await RefusesAsync("PKI-158", ControlFault.NotFound, async () => await _lab.Control.RemoveAsync("roots", "../..", Root, default));
    }

    [Fact]
    public async Task The_renewal_of_the_servers_own_certificate_is_known_before_it_is_due()
    {
        var renewal = (await _lab.Control.GetAuthorityAsync(default)).Renewal!;

        Assert.InRange(renewal.DueUtc, DateTimeOffset.UtcNow.AddDays(260), DateTimeOffset.UtcNow.AddDays(270));
        Assert.Null(renewal.Problem);
    }

    [Theory] // row D06
    [InlineData("1.3.6.1.5.5.7.3.2", 1)]
    [InlineData("1.3.6.1.5.5.7.3.1", 0)]
    [Scenario("D06", Linted = true)]
    public async Task An_answer_without_the_purpose_that_was_asked_for_is_remarked_on(string purpose, int remarks)
    {
        var pending = await _lab.Control.RequestAsync(new RequestOrder(["vpn.example.com"], "p256", Ike: false, Exportable: false), Root, default);

        var imported = await _lab.Control.ImportAsync(new ImportOrder("machine", Answer(pending.Pem, purpose), Exportable: false), Root, default);

        Assert.Equal(remarks, imported.Remarks.Count(remark => remark.Contains("PKI-107", StringComparison.Ordinal)));
    }

    private static string Answer(string request, string purpose)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var asked = CertificateRequest.LoadSigningRequestPem(request, HashAlgorithmName.SHA256);
        asked.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: false));
        using var answer = asked.Create(
            new X500DistinguishedName("CN=Outside CA"), X509SignatureGenerator.CreateForECDsa(key), DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(9), [1]);
        return answer.ExportCertificatePem();
    }

    private async Task<NewCertificateView> IssueAsync() =>
        await _lab.Control.IssueAsync(new IssueOrder("user", ["anna@example.com"], NewRequest(), null, null, null), Root, default);

    private async Task<IEnumerable<string?>> ExtensionsAsync(string template, string name)
    {
        var issued = await _lab.Control.IssueAsync(new IssueOrder(template, [name], NewRequest(), null, null, null), Root, default);
        using var certificate = X509Certificate2.CreateFromPem(issued.Pem);
        return [.. certificate.Extensions.Select(extension => extension.Oid?.Value)];
    }

    private void Publish(PublishMode mode) =>
        _lab.Live.Replace(_lab.Live.Current with { Authority = new AuthoritySettings { Publish = mode } });

    private static string NewRequest()
    {
        using var key = PrivateKey.Create(KeyAlgorithm.P256);
        return key.RequestFor(new X500DistinguishedName("CN=request")).CreateSigningRequestPem();
    }

    private static X509Certificate2 SelfSigned(string name, out string pem)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var certificate = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(9));
        pem = certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem();
        return certificate;
    }

    private static string Thumbprint(X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256);

    private static async Task RefusesAsync(string code, ControlFault fault, Func<Task> action)
    {
        var refusal = await Assert.ThrowsAsync<ControlException>(action);
        Assert.Equal((code, fault), (refusal.Problem.Code, refusal.Fault));
    }
}
