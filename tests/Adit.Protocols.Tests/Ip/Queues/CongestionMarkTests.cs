using Adit.Protocols.Ip;
using Adit.Protocols.Ip.Queues;

namespace Adit.Protocols.Tests.Ip.Queues;

public sealed class CongestionMarkTests
{
    [Theory]
    [InlineData("4501002800004000400626CD0A0000010A000002", "4503")]
    [InlineData("45BA002800004000400626140A0000010A000002", "45BB")]
    [InlineData("4503002800004000400626CB0A0000010A000002", "4503")]
    public void A_sender_of_IPv4_that_listens_is_told_and_the_checksum_stays_right(string hex, string begin)
    {
        var packet = Convert.FromHexString(hex);

        Assert.True(CongestionMark.TrySet(packet));

        Assert.Equal(begin, Convert.ToHexString(packet.AsSpan(0, 2)));
        Assert.True(InternetChecksum.IsIntact(InternetChecksum.Sum(packet)));
    }

    [Fact]
    public void A_sender_of_IPv6_that_listens_is_told()
    {
        var packet = Convert.FromHexString("60212345" + new string('0', 72));

        Assert.True(CongestionMark.TrySet(packet));

        Assert.Equal("60312345", Convert.ToHexString(packet.AsSpan(0, 4)));
    }

    [Theory]
    [InlineData("4500002800004000400626CE0A0000010A000002")]
    [InlineData("6000000000003B400000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("4501")]
    public void Whoever_does_not_listen_is_not_told(string hex)
    {
        var packet = Convert.FromHexString(hex);

        Assert.False(CongestionMark.TrySet(packet));

        Assert.Equal(hex, Convert.ToHexString(packet));
    }
}
