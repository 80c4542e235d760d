using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Revocation;

namespace Adit.Certificates.Tests.Revocation;

public sealed class RevocationPlacesTests
{
    [Theory]
    [InlineData("http://pki.example.com/a.crl", false)]
    [InlineData("http://192.0.2.7/a.crl", false)]
    [InlineData("ldap:///CN=Issuing,DC=corp?certificateRevocationList?base", true)]
    [InlineData("http://ca01/CertEnroll/a.crl", true)]
    [InlineData("http://ca.corp.local/a.crl", true)]
    [InlineData("http://10.1.2.3/a.crl", true)]
    [InlineData("http://[fd12::1]/a.crl", true)]
    [InlineData("ldap:///CN=Issuing,DC=corp http://pki.example.com/a.crl", false)]
    [InlineData("nonsense", false)]
    [InlineData("", false)]
    public void A_list_is_published_inside_where_no_place_of_it_means_anything_outside(string places, bool areInside)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=vpn", key, HashAlgorithmName.SHA256);
        if (places.Length > 0)
            request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension(places.Split(' ')));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1));

        Assert.Equal(areInside, RevocationPlaces.Of(certificate).AreInside);
    }
}
