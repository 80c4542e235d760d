using Adit.Certificates.Stores;
using Adit.Certificates.Validation;
using Adit.Client.Eap;
using Adit.Protocols.Crypto.Tls;

namespace Adit.Client.Tests.Eap;

public sealed class EapServerJudgeTests : IDisposable
{
    private readonly TestCertificates _certificates = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("adit-untrusted-").FullName;

    public void Dispose()
    {
        _certificates.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_server_that_this_machine_distrusts_is_refused_although_its_root_is_trusted()
    {
        using var certificate = _certificates.Trusted(TestCertificates.Create());
        using var trust = TrustAnchors.FromFile(_certificates.TrustFile);
        var folder = new DistrustedFolder(_folder);
        var judge = new EapServerJudge(trust, ServerExpectations.None, folder, TimeProvider.System);
        Assert.Null(judge.Verify([certificate.RawData]));

        folder.Add(certificate);

        Assert.Equal(TlsAlert.CertificateUnknown, judge.Verify([certificate.RawData]));
        Assert.Equal("PKI-169", Assert.IsType<ClientEapFailure.ServerCertificateInvalid>(judge.Refusal).Rule);
    }
}
