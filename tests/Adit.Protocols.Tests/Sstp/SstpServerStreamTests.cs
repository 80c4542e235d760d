using Adit.Protocols.Sstp;

namespace Adit.Protocols.Tests.Sstp;

/// <summary>The server while it delimits the stream and hands frames up ([MS-SSTP] §3.1.5.1, §3.3.7).</summary>
public sealed class SstpServerStreamTests : SstpServerScript
{
    [Theory]
    [InlineData("1000")] // version 1.0, and not yet a length
    [InlineData("")]
    public void The_beginning_of_a_packet_waits_for_more(string hex)
    {
        var server = Opened();

        Assert.False(server.Session.TryReceive(SstpMessages.Hex(hex), Now, out var consumed, out _));
        Assert.Equal(0, consumed);
    }

    [Theory]
    [InlineData("10000003", 0x10, 3)]
    [InlineData("10010000", 0x10, 0)]
    [InlineData("20010008", 0x20, 8)]
    [InlineData("47", 0x47, 0)]
    public void A_stream_that_cannot_be_delimited_ends_without_a_word(string hex, byte version, int length)
    {
        var server = Granted();

        server.Receive(SstpMessages.Hex(hex), Now);

        Assert.Empty(server.Wire);
        Assert.Equal(new SstpFailure.StreamCorrupt(version, length), server.Failure);
    }

    [Fact]
    public void The_end_without_a_word_takes_back_what_was_not_sent_yet()
    {
        var session = Connected().Session;
        session.TryReceive(SstpMessages.EchoRequest, Now, out _, out _);

        session.TryReceive(SstpMessages.Hex("FF"), Now, out _, out _);

        Assert.False(session.TryTransmit(out _));
    }

    [Fact]
    public void A_frame_before_the_grant_is_dropped()
    {
        var server = Opened();

        server.Receive(SstpMessages.Data, Now);

        Assert.Empty(server.Frames);
        Assert.Empty(server.Wire);
    }

    [Fact]
    public void An_empty_frame_is_consumed_and_is_not_the_end()
    {
        var server = Connected();

        Assert.True(server.Session.TryReceive(SstpMessages.Hex("10000004"), Now, out var consumed, out var frame));

        Assert.Equal(4, consumed);
        Assert.True(frame.IsEmpty);
        Assert.True(server.Session.IsConnected);
    }

    [Fact]
    public void The_longest_frame_arrives_whole()
    {
        var server = Connected();
        var packet = new byte[4095];
        server.Session.WriteFrameHeader(packet, 4091);

        server.Receive(packet, Now);

        Assert.Equal(4091, Assert.Single(server.Frames).Length);
    }

    [Fact]
    public void A_frame_that_fits_no_packet_is_a_fault_of_ours() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Opened().Session.WriteFrameHeader(new byte[4], 4092));

    [Fact]
    public void A_frame_costs_no_allocation()
    {
        var session = Connected().Session;
        session.TryReceive(SstpMessages.Data, Now, out _, out _);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            session.TryReceive(SstpMessages.Data, Now, out _, out _);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
