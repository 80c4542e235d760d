using Adit.Certificates.Checking;
using Adit.Certificates.Stores;
using Adit.Certificates.Tests.Support;
using Adit.Certificates.Tests.Validation;
using Adit.Certificates.Validation;

namespace Adit.Certificates.Tests.Stores;

/// <summary>What a client's administrator has declared untrusted.</summary>
public sealed class DistrustedFolderTests : ValidationTest
{
    private readonly TestCertificate _leaf;

    public DistrustedFolderTests() => _leaf = Root.Issue(Good);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_put_there_is_refused_from_then_on_in_PEM_and_in_DER(bool asDer)
    {
        var folder = new DistrustedFolder(State.File("untrusted"), State.File("missing"));
        Assert.Empty(Judge(folder).Failures);

        Directory.CreateDirectory(State.File("untrusted"));
        if (asDer)
            File.WriteAllBytes(Path.Combine(State.File("untrusted"), "stolen"), _leaf.Public.RawData);
        else
            File.WriteAllText(Path.Combine(State.File("untrusted"), "stolen"), _leaf.Public.ExportCertificatePem());

        Assert.IsType<CertificateFailure.Distrusted>(Judge(folder).Failure);
    }

    [Fact]
    public void An_authority_that_is_there_is_refused_with_all_that_it_issued()
    {
        var folder = new DistrustedFolder(State.File("untrusted"));
        folder.Add(Root.Public);

        Assert.IsType<CertificateFailure.Distrusted>(Judge(folder).Failure);
    }

    [Fact]
    public void Of_a_file_with_its_issuers_behind_it_the_first_alone_is_meant()
    {
        Directory.CreateDirectory(State.File("untrusted"));
        File.WriteAllText(
            Path.Combine(State.File("untrusted"), "chain.pem"), Root.Issue(Good).Public.ExportCertificatePem() + "\n" + Root.Public.ExportCertificatePem());

        Assert.Empty(Judge(new DistrustedFolder(State.File("untrusted"))).Failures);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    [InlineData("0\u0003\u0002\u0001\u0001")]
    public void A_file_that_refuses_nobody_is_told_and_the_others_count(string contents)
    {
        var folder = new DistrustedFolder(State.File("untrusted"));
        folder.Add(_leaf.Public);
        File.WriteAllText(Path.Combine(State.File("untrusted"), "a.pem"), contents);

        Assert.Matches("a.pem: (holds no certificate|is empty)", Assert.Single(folder.FindUnreadable()));
        Assert.True(folder.Contains(_leaf.Public));
    }

    [Fact]
    public void A_file_that_is_too_long_is_told_and_not_read()
    {
        var folder = new DistrustedFolder(State.File("untrusted"));
        folder.Add(_leaf.Public);
        File.WriteAllBytes(Path.Combine(State.File("untrusted"), "long"), new byte[2 * 1024 * 1024]);

        Assert.Contains("more than any file of this kind", Assert.Single(folder.FindUnreadable()), StringComparison.Ordinal);
    }

    private CertificateVerdict Judge(DistrustedFolder folder)
    {
        using var anchors = TrustAnchors.FromFile(State.WritePem("trusted.pem", Root));
        return new ServerCertificateValidator(anchors, null, folder).Validate(_leaf.Public, [], Name, Now);
    }
}
