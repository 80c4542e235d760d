using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Tests;

public sealed class DecodedCertificatesTests
{
    private const int Purposes = 40;

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

    [Fact]
    public void Those_who_look_at_one_at_once_all_see_every_purpose()
    {
        for (var i = 0; i < 200; i++)
        {
            var certificate = _decoded.Decode(Variant(i));
            using var start = new Barrier(4);

            var seen = new int[start.ParticipantCount];
            var lookers = Enumerable.Range(0, seen.Length).Select(looker => new Thread(() =>
            {
                start.SignalAndWait();
                seen[looker] = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages.Count;
            })).ToList();
            lookers.ForEach(looker => looker.Start());
            lookers.ForEach(looker => looker.Join());

            Assert.All(seen, count => Assert.Equal(Purposes, count));
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
        var request = new CertificateRequest("CN=one", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. Enumerable.Range(1, Purposes).Select(n => new Oid($"1.3.6.1.5.5.7.3.{n}"))], critical: false));
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1));
        return made.RawData;
    }
}
