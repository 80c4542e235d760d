using Adit.Certificates.Revocation.Ocsp;
using Adit.Certificates.Tests.Support;

namespace Adit.Certificates.Tests.Revocation.Ocsp;

public sealed class OcspRequestTests
{
    [Theory]
    [InlineData("two", 2)]
    [InlineData("nonce", 1)]
    public void A_request_of_openssl_is_read_and_written_back_as_it_was(string file, int count)
    {
        var bytes = Vector.Read($"{file}.request");

        Assert.True(OcspRequest.TryParse(bytes, out var request));
        Assert.Equal(count, request.Ids.Count);
        Assert.Equal(bytes, request.Write());
    }

    [Fact]
    public void Our_request_is_openssls()
    {
        using var authority = Vector.Certificate("p256");
        using var good = Vector.Certificate("good");
        using var revoked = Vector.Certificate("revoked");

        Assert.Equal(
            Vector.Read("two.request"), new OcspRequest([OcspCertId.Of(good, authority), OcspCertId.Of(revoked, authority)], null).Write());
    }

    [Fact]
    public void A_request_for_more_than_eight_certificates_is_not_read()
    {
        Assert.True(OcspRequest.TryParse(Vector.Read("nonce.request"), out var request));

        Assert.True(OcspRequest.TryParse(new OcspRequest([.. Enumerable.Repeat(request.Ids[0], 8)], null).Write(), out _));
        Assert.False(OcspRequest.TryParse(new OcspRequest([.. Enumerable.Repeat(request.Ids[0], 9)], null).Write(), out _));
        Assert.False(OcspRequest.TryParse(new OcspRequest([], null).Write(), out _));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(32, true)]
    [InlineData(33, false)]
    public void A_nonce_has_1_to_32_octets(int length, bool isRead)
    {
        Assert.True(OcspRequest.TryParse(Vector.Read("nonce.request"), out var request));

        Assert.Equal(isRead, OcspRequest.TryParse((request with { Nonce = new byte[length] }).Write(), out _));
    }
}
