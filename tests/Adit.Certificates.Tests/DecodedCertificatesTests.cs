using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Tests;

public sealed class DecodedCertificatesTests
{
    private static readonly byte[] _template = Make();

    private readonly DecodedCertificates _decoded = new();

    [Fact]
    public void The_same_bytes_are_decoded_once() => Assert.Same(_decoded.Decode(_template), _decoded.Decode(_template.ToArray()));

    [Fact]
    public void A_certificate_that_differs_in_a_single_byte_is_another() => Assert.NotSame(_decoded.Decode(_template), _decoded.Decode(Variant(1)));

    [Fact]
    public void What_is_no_certificate_is_told_each_time()
    {
        Assert.Throws<CryptographicException>(() => _decoded.Decode(new byte[] { 1, 2, 3 }));
        Assert.Throws<CryptographicException>(() => _decoded.Decode(new byte[] { 1, 2, 3 }));
    }

    [Fact]
    public void Of_more_than_are_kept_the_oldest_are_forgotten()
    {
        var first = _decoded.Decode(_template);

        for (var i = 1; i <= DecodedCertificates.Capacity; i++)
            _decoded.Decode(Variant(i));

        Assert.NotSame(first, _decoded.Decode(_template));
    }

    [Fact]
    public void One_that_is_asked_for_stays_whatever_else_comes()
    {
        var first = _decoded.Decode(_template);

        for (var i = 1; i <= DecodedCertificates.Capacity; i++)
        {
            _decoded.Decode(Variant(i));
            Assert.Same(first, _decoded.Decode(_template));
        }
    }

    /// <summary>Another signature, which nobody has made: decoding does not look at it.</summary>
    private static byte[] Variant(int number)
    {
        var der = _template.ToArray();
        (der[^2], der[^1]) = ((byte)(der[^2] ^ (number >> 8)), (byte)(der[^1] ^ number));
        return der;
    }

    private static byte[] Make()
    {
        using var key = RSA.Create(2048); // whose signature is bytes without a form of their own
        using var made = new CertificateRequest("CN=one", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1));
        return made.RawData;
    }
}
