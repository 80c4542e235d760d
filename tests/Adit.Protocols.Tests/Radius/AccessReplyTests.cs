using Adit.Protocols.Crypto;
using Adit.Protocols.Ip;
using Adit.Protocols.Radius;

namespace Adit.Protocols.Tests.Radius;

public sealed class AccessReplyTests
{
    private const string Success = "S=407A5589115FD0D6209F510FE9C04566932CDA56"; // RFC 2759 §9.2

    [Fact]
    public void An_accept_comes_back_as_it_was()
    {
        var sent = Accept();

        Assert.True(AccessReply.TryParse(sent.ToBytes(), out var reply));

        var received = Assert.IsType<AccessReply.Accept>(reply);
        Assert.Equal(sent with { Keys = received.Keys, Classes = received.Classes }, received);
        Assert.Equal(sent.Keys.Receive.Span, received.Keys.Receive.Span);
        Assert.Equal(sent.Keys.Send.Span, received.Keys.Send.Span);
        Assert.Equal(["010203", "04"], received.Classes.Select(one => Convert.ToHexString(one.Span)));
    }

    [Fact]
    public void An_accept_of_a_method_without_keys_has_none()
    {
        var sent = new AccessReply.Accept("alice", 0, null, SessionKeys.NotGenerated);

        Assert.True(AccessReply.TryParse(sent.ToBytes(), out var reply));

        Assert.False(Assert.IsType<AccessReply.Accept>(reply).Keys.AreGenerated);
    }

    [Fact]
    public void An_accept_with_one_key_only_is_refused()
    {
        var bytes = new List<byte>(Accept().ToBytes());
        var sendKey = bytes.FindIndex(octet => octet == 16 && bytes[bytes.IndexOf(octet) - 1] == 0x37);
        bytes[sendKey] = 99; // an attribute that nobody knows

        Assert.False(AccessReply.TryParse(bytes.ToArray(), out _));
    }

    [Fact]
    public void An_accept_of_MS_CHAPv2_without_keys_is_refused() =>
        Assert.False(AccessReply.TryParse((Accept() with { Keys = SessionKeys.NotGenerated }).ToBytes(), out _));

    [Fact]
    public void An_accept_never_prints_its_keys_or_its_proof() =>
        Assert.Equal("Accept { Identity = alice, keys generated }", Accept().ToString());

    [Fact]
    public void A_part_of_a_second_rounds_up_so_that_it_never_becomes_no_time_at_all()
    {
        var sent = Accept() with { IdleTimeout = TimeSpan.FromMilliseconds(1) };

        Assert.True(AccessReply.TryParse(sent.ToBytes(), out var reply));

        Assert.Equal(TimeSpan.FromSeconds(1), Assert.IsType<AccessReply.Accept>(reply).IdleTimeout);
    }

    [Fact]
    public void A_reject_comes_back_as_it_was()
    {
        var sent = new AccessReply.Reject(AccessReason.AccountLocked, ChapIdentifier: 3, MsChapV2Error.AuthenticationFailure, MayRetry: true);

        Assert.True(AccessReply.TryParse(sent.ToBytes(), out var received));

        Assert.Equal(sent, received);
    }

    [Fact]
    public void A_reject_carries_its_error_as_Windows_reads_it()
    {
        var bytes = new AccessReply.Reject(AccessReason.WrongCredentials, 3, 691, MayRetry: true).ToBytes();

        var expected = "03" + "1a16" + "00000137" + "0210" + "03" + "453d36393120523d3120563d33" + "e006" + "00000010";
        Assert.Equal(expected, Convert.ToHexStringLower(bytes));
    }

    [Fact]
    public void A_bare_reject_means_that_the_credentials_were_wrong()
    {
        Assert.True(AccessReply.TryParse(new byte[] { 3 }, out var received));

        Assert.Equal(new AccessReply.Reject(AccessReason.WrongCredentials, 0, 691, MayRetry: false), received);
    }

    [Fact]
    public void A_truncation_is_refused_or_comes_back_as_it_was_read()
    {
        var whole = Accept().ToBytes();

        for (var length = 0; length < whole.Length; length++)
            Assert.True(!AccessReply.TryParse(whole.AsMemory(0, length), out var reply) || whole.AsSpan().StartsWith(reply.ToBytes()));
    }

    private static AccessReply.Accept Accept()
    {
        Assert.True(SessionKeys.TryCreate(Filled(0xaa), Filled(0xbb), out var keys));
        return new AccessReply.Accept("alice", 7, Success, keys)
        {
            FramedIpAddress = new Ipv4Address(0x0a000002),
            FramedIpv6Prefix = new Ipv6Prefix(new Ipv6Address(0xfd00_0001_0002_0003, 0), 64),
            SessionTimeout = TimeSpan.FromHours(8),
            IdleTimeout = TimeSpan.FromMinutes(30),
            Classes = [new byte[] { 1, 2, 3 }, new byte[] { 4 }],
        };
    }

    private static byte[] Filled(byte octet) => [.. Enumerable.Repeat(octet, 16)];
}
