using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Issuing;
using Adit.Certificates.Stores;
using Adit.Certificates.Validation;
using Adit.Protocols.Crypto.Tls;
using Adit.Protocols.Radius;
using Adit.Server.Configuration;
using Adit.Server.Eap;
using Adit.Server.Tests.Control;
using StoreName = Adit.Certificates.Stores.StoreName;

namespace Adit.Server.Tests.Eap;

public sealed class UserCertificatesTests : IDisposable
{
    private const string Anna = "anna@example.com";

    private readonly CertificateLab _lab = new();
    private readonly X509Certificate2 _stranger = NewAuthority();
    private CertificateFailure? _revocation;

    public void Dispose()
    {
        _lab.Dispose();
        _stranger.Dispose();
    }

    [Fact]
    public void A_certificate_of_our_authority_that_bears_the_name_is_accepted()
    {
        var certificate = Issue(Anna);

        var verdict = Judge(certificate, Anna);

        Assert.Equal((AccessReason.None, Convert.ToHexString(SHA256.HashData(certificate))), (verdict.Reason, verdict.Fingerprint));
    }

    [Fact]
    public void Capitals_do_not_count() => Assert.Equal(AccessReason.None, Judge(Issue(Anna), "ANNA@Example.com").Reason);

    [Fact]
    public void A_certificate_of_another_name_is_not() => Assert.Equal(AccessReason.IdentityMismatch, Judge(Issue(Anna), "bob@example.com").Reason);

    [Theory]
    [InlineData(CommonNameRule.Own, AccessReason.None)]
    [InlineData(CommonNameRule.Any, AccessReason.None)]
    [InlineData(CommonNameRule.Never, AccessReason.IdentityMismatch)]
    public void A_common_name_alone_counts_where_the_setting_lets_it(CommonNameRule rule, AccessReason reason) =>
        Assert.Equal(reason, Judge(Issue("anna"), @"CORP\anna", rule).Reason);

    [Theory]
    [InlineData(CommonNameRule.Own, AccessReason.IdentityMismatch)]
    [InlineData(CommonNameRule.Any, AccessReason.None)]
    public void A_common_name_that_another_authority_wrote_is_another_matter(CommonNameRule rule, AccessReason reason)
    {
        _lab.Stores.Add(StoreName.NtAuth, _stranger);

        Assert.Equal(reason, Judge(IssueByStranger(), "anna", rule).Reason);
    }

    [Fact]
    public void An_authority_that_nobody_trusts_lets_nobody_in() =>
        Is(Judge(IssueByStranger(), "anna"), AccessReason.UntrustedRoot, TlsAlert.UnknownCa);

    [Fact]
    public void A_root_that_is_trusted_for_other_things_lets_nobody_in()
    {
        _lab.Stores.Add(StoreName.Roots, _stranger);

        Is(Judge(IssueByStranger(), "anna"), AccessReason.IssuerNotForLogon, TlsAlert.UnknownCa);
    }

    [Fact]
    public void What_is_untrusted_is_refused_whoever_has_issued_it()
    {
        var certificate = Issue(Anna);
        using var distrusted = X509CertificateLoader.LoadCertificate(certificate);
        _lab.Stores.Add(StoreName.Untrusted, distrusted);

        Is(Judge(certificate, Anna), AccessReason.CertificateDistrusted, TlsAlert.CertificateUnknown);
    }

    [Fact]
    public void What_stands_below_an_authority_that_is_untrusted_is_refused()
    {
        _lab.Stores.Add(StoreName.NtAuth, _stranger);
        _lab.Stores.Add(StoreName.Untrusted, _stranger);

        Is(Judge(IssueByStranger(), "anna", CommonNameRule.Any), AccessReason.CertificateDistrusted, TlsAlert.CertificateUnknown);
    }

    [Fact]
    public void Of_who_was_let_in_the_authorities_are_remembered()
    {
        var certificate = Issue(Anna);
        Judge(certificate, Anna);

        var issuer = _lab.Authority.Issuer.GetCertHashString(HashAlgorithmName.SHA256);
        Assert.True(_lab.Paths.Meets(Convert.ToHexString(SHA256.HashData(certificate)), new HashSet<string> { issuer }));
    }

    [Fact]
    public void A_server_s_certificate_is_none_to_sign_in_with() => Is(
        Judge(Issue("vpn.example.com", CertificateTemplate.Server), "vpn.example.com"),
        AccessReason.CertificateWrongPurpose, TlsAlert.UnsupportedCertificate);

    [Fact]
    [Scenario("C12", Linted = true)]
    public void A_certificate_that_another_authority_issued_for_other_things_opens_the_VPN_until_a_purpose_is_asked_for()
    {
        _lab.Stores.Add(StoreName.NtAuth, _stranger);
        string[] purposes = ["1.3.6.1.4.1.32473.1"];

        Assert.Equal(AccessReason.None, Judge(IssueByStranger(), "anna", CommonNameRule.Any).Reason);
        Is(Judge(IssueByStranger(), "anna", CommonNameRule.Any, purposes), AccessReason.CertificateWrongPurpose, TlsAlert.UnsupportedCertificate);
        Assert.Equal(AccessReason.None, Judge(Issue(Anna), Anna, purposes: purposes).Reason);
    }

    [Fact]
    public void A_revoked_certificate_is_refused()
    {
        _revocation = new CertificateFailure.Revoked("CN=anna", "CN=ca", DateTimeOffset.UnixEpoch, "", "");

        Is(Judge(Issue(Anna), Anna), AccessReason.CertificateRevoked, TlsAlert.CertificateRevoked);
    }

    [Fact]
    public void Who_was_let_in_before_is_refused_once_the_certificate_is_revoked()
    {
        var certificate = Issue(Anna);
        using var users = Users((_, _) => Task.FromResult(_revocation));
        users.Judge([certificate], Anna);

        _revocation = new CertificateFailure.Revoked("CN=anna", "CN=ca", DateTimeOffset.UnixEpoch, "", "");

        Is(users.Judge([certificate], Anna), AccessReason.CertificateRevoked, TlsAlert.CertificateRevoked);
    }

    [Fact]
    public void Who_was_let_in_before_is_refused_once_the_certificate_is_untrusted()
    {
        var certificate = Issue(Anna);
        using var users = Users((_, _) => Task.FromResult(_revocation));
        users.Judge([certificate], Anna);

        using var distrusted = X509CertificateLoader.LoadCertificate(certificate);
        _lab.Stores.Add(StoreName.Untrusted, distrusted);

        Is(users.Judge([certificate], Anna), AccessReason.CertificateDistrusted, TlsAlert.CertificateUnknown);
    }

    [Fact]
    public void Who_was_let_in_before_is_refused_once_the_authority_is_removed()
    {
        _lab.Stores.Add(StoreName.NtAuth, _stranger);
        var certificate = IssueByStranger();
        Judge(certificate, "anna", CommonNameRule.Any);

        _lab.Stores.Remove(StoreName.NtAuth, _stranger.GetCertHashString(HashAlgorithmName.SHA256));

        Is(Judge(certificate, "anna", CommonNameRule.Any), AccessReason.UntrustedRoot, TlsAlert.UnknownCa);
    }

    [Fact]
    public void What_cannot_be_read_is_refused() => Is(Judge([1, 2, 3], Anna), AccessReason.CertificateFaulty, TlsAlert.BadCertificate);

    [Fact]
    public void What_nobody_answers_is_not_waited_for_for_ever()
    {
        using var users = Users(async (_, token) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
            return null;
        }, patience: TimeSpan.FromMilliseconds(1));

        Is(users.Judge([Issue(Anna)], Anna), AccessReason.RevocationOffline, TlsAlert.CertificateUnknown);
    }

    [Fact]
    public async Task Of_more_who_wait_than_may_one_is_refused_and_the_others_get_their_answer()
    {
        var answer = new TaskCompletionSource<CertificateFailure?>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var users = Users((_, _) => answer.Task, patience: TimeSpan.FromMinutes(10));
        var certificate = Issue(Anna);
        var asked = Enumerable.Range(0, UserCertificates.MaxWaiting + 1)
            .Select(_ => Task.Factory.StartNew(() => users.Judge([certificate], Anna).Reason, default, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToList();

        var first = await Task.WhenAny(asked);
        answer.SetResult(null);
        asked.Remove(first);

        Assert.Equal(AccessReason.RevocationOffline, await first);
        Assert.All(await Task.WhenAll(asked), reason => Assert.Equal(AccessReason.None, reason));
    }

    public static TheoryData<CertificateFailure, AccessReason, TlsAlert> Reasons => new()
    {
        { new CertificateFailure.Expired("", "", default, default), AccessReason.CertificateNotInTime, TlsAlert.CertificateExpired },
        { new CertificateFailure.NotYetValid("", "", default, default), AccessReason.CertificateNotInTime, TlsAlert.CertificateExpired },
        { new CertificateFailure.RevocationOffline("", []), AccessReason.RevocationOffline, TlsAlert.CertificateUnknown },
        { new CertificateFailure.NoRevocationInformation("", ""), AccessReason.RevocationUnchecked, TlsAlert.CertificateUnknown },
        { new CertificateFailure.IncompleteChain("", ""), AccessReason.UntrustedRoot, TlsAlert.UnknownCa },
        { new CertificateFailure.PolicyMissing("", ""), AccessReason.CertificateWrongPurpose, TlsAlert.UnsupportedCertificate },
        { new CertificateFailure.BadSignature("", ""), AccessReason.CertificateFaulty, TlsAlert.BadCertificate },
        { new CertificateFailure.WeakKey("", "", 0), AccessReason.CertificateFaulty, TlsAlert.BadCertificate },
    };

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Each_fault_has_its_reason_and_its_alert(CertificateFailure failure, AccessReason reason, TlsAlert alert) =>
        Assert.Equal((reason, alert), CertificateReasons.Of(failure));

    [Theory]
    [InlineData("host/pc1.example.com", true)]
    [InlineData("pc1.example.com", true)]
    [InlineData("host/pc2.example.com", false)]
    [InlineData("pc1", false)] // its common name does not count beside its DNS name
    public void A_machine_s_DNS_name_is_given_as_Windows_writes_it(string identity, bool isBorne)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(Issue("pc1.example.com", CertificateTemplate.Device));

        Assert.Equal(isBorne, UserNames.Bears(certificate, identity, mayBeCommonName: true));
    }

    private static void Is(Protocols.Eap.Tls.UserCertificateVerdict verdict, AccessReason reason, TlsAlert alert) =>
        Assert.Equal((reason, alert), (verdict.Reason, verdict.Alert));

    private Protocols.Eap.Tls.UserCertificateVerdict Judge(
        byte[] certificate, string identity, CommonNameRule rule = CommonNameRule.Own, string[]? purposes = null)
    {
        var live = new LiveConfiguration(new ServerConfiguration { EapTls = new EapTlsSettings { CommonName = rule, Purposes = purposes ?? [] } });
        using var users = Users((_, _) => Task.FromResult(_revocation), live: live);
        return users.Judge([certificate], identity);
    }

    private UserCertificates Users(RevocationLookup revocation, TimeSpan? patience = null, LiveConfiguration? live = null) => new(
        live ?? new LiveConfiguration(new ServerConfiguration()), new UserIssuers(_lab.Authority, _lab.Stores, TimeProvider.System), _lab.Stores,
        revocation, _lab.Paths, TimeProvider.System, patience);

    private byte[] Issue(string name, CertificateTemplate? template = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = SigningRequest.Read(new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256).CreateSigningRequest());
        var issuing = new IssuingService(_lab.Authority, _lab.Books, _ => null, TimeProvider.System);
        return issuing.IssueAsync(new CertificateOrder(template ?? CertificateTemplate.User, [name]), request, CancellationToken.None)
            .AsTask().GetAwaiter().GetResult().Entry.Der.ToArray();
    }

    private byte[] IssueByStranger()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=anna", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        using var issued = request.Create(_stranger, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(9), [1, 2, 3]);
        return issued.RawData;
    }

    private static X509Certificate2 NewAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=stranger", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddDays(10));
    }
}
