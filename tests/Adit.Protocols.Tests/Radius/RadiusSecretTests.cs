using System.Security.Cryptography;
using Adit.Protocols.Radius;

namespace Adit.Protocols.Tests.Radius;

public sealed class RadiusSecretTests
{
    /// <summary>Shorter than a block of MD5, as long, longer: RFC 2104 §2 takes each another way.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(RadiusSecret.MaxLength)]
    public void A_packet_is_authenticated_by_HMAC_MD5(int length)
    {
        var (key, packet) = (Bytes(length), Bytes(300));

        Assert.Equal(HMACMD5.HashData(key, packet), new RadiusSecret(key).Authenticate(packet));
    }

    [Fact]
    public void A_packet_is_signed_by_MD5_over_it_and_the_secret()
    {
        var (key, packet) = (Bytes(20), Bytes(100));

        Assert.Equal(MD5.HashData([.. packet, .. key]), new RadiusSecret(key).Sign(packet));
    }

    private static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];
}
