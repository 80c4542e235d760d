using Adit.Diagnosis.Attempts;

namespace Adit.Diagnosis.Tests.Attempts;

public sealed class AttemptRecordTests
{
    [Theory]
    [InlineData("192.0.2.1:49152", "192.0.2.1")]
    [InlineData("[2001:db8::1]:49152", "2001:db8::1")]
    [InlineData("somewhere", "somewhere")]
    public void The_peer_s_address_is_known_without_its_port(string peer, string expected) =>
        Assert.Equal(expected, (New() with { Peer = peer }).PeerAddress);

    [Fact]
    public void Control_characters_of_a_stranger_do_not_reach_a_terminal() =>
        Assert.Equal("a.[31mb..", (New() with { UserName = "a\u001b[31mb\r\n" }).Bounded().UserName);

    private static AttemptRecord New() =>
        new() { StartedUtc = DateTimeOffset.UnixEpoch, Gateway = "gw", Link = "sstp", Peer = "192.0.2.1:49152" };
}
