using Adit.Certificates.Issuing;
using Adit.Server.Listeners;
using Adit.Server.Tests.Control;

namespace Adit.Server.Tests.Support;

/// <summary>A CA and a server certificate, made once for all tests.</summary>
internal static class TestCertificate
{
    private static readonly Lazy<(CertificateAuthority Ca, ServedCertificate Served)> _made = new(Make);

    public static CertificateAuthority Ca => _made.Value.Ca;

    public static ServedCertificate Served => _made.Value.Served;

    private static (CertificateAuthority Ca, ServedCertificate Served) Make()
    {
        using var directory = new TemporaryDirectory();
        var ca = CertificateAuthority.OpenOrCreate(directory.Path, "vpn.example.com", TimeProvider.System);
        var leaf = ServerCertificate.OpenOrIssue(directory.Path, ca, ["vpn.example.com"], TimeProvider.System);
        return (ca, new ServedCertificate(leaf, ca.Chain));
    }
}
