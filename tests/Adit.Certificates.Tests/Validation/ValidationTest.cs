using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Tests.Support;
using Adit.Certificates.Validation;

namespace Adit.Certificates.Tests.Validation;

/// <summary>What the tests of the validator share: a root that is trusted and a good certificate below it.</summary>
public abstract class ValidationTest : IDisposable
{
    private protected const string Name = "vpn.example.org";

    private protected static DateTimeOffset Now => FixedClock.Today;

    private protected StateDirectory State { get; } = new();

    private protected TestCertificate Root { get; } = TestPki.Root();

    private protected static Recipe Good { get; } = new("CN=" + Name) { DnsNames = [Name] };

    public void Dispose()
    {
        State.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>With the root alone trusted.</summary>
    private protected CertificateVerdict Validate(TestCertificate leaf, string name = Name, params TestCertificate[] intermediates) =>
        ValidateTrusting([Root], leaf, name, intermediates);

    private protected CertificateVerdict ValidateTrusting(
        TestCertificate[] trusted, TestCertificate leaf, string name = Name, params TestCertificate[] intermediates)
    {
        using var anchors = TrustAnchors.FromFile(State.WritePem("trusted.pem", trusted));
        return new ServerCertificateValidator(anchors).Validate(leaf.Public, Public(intermediates), name, Now);
    }

    private protected static T AssertOnly<T>(CertificateVerdict verdict)
        where T : CertificateFailure => Assert.IsType<T>(Assert.Single(verdict.Failures));

    private protected static IEnumerable<X509Certificate2> Public(IEnumerable<TestCertificate> certificates) =>
        certificates.Select(certificate => certificate.Public);
}
