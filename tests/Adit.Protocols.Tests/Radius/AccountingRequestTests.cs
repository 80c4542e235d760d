using Adit.Protocols.Ip;
using Adit.Protocols.Radius;

namespace Adit.Protocols.Tests.Radius;

public sealed class AccountingRequestTests
{
    [Theory]
    [InlineData(AccountingStatus.InterimUpdate, TerminateCause.None)]
    [InlineData(AccountingStatus.Stop, TerminateCause.LostCarrier)]
    public void A_report_with_counters_comes_back_as_it_was(AccountingStatus status, TerminateCause cause)
    {
        var sent = Report(status) with
        {
            InputOctets = 0x5_0000_0001,
            OutputOctets = 0x7_ffff_ffff,
            InputPackets = 10,
            OutputPackets = 20,
            SessionTime = TimeSpan.FromSeconds(90),
            TerminateCause = cause,
        };

        Assert.True(AccountingRequest.TryParse(sent.ToBytes(), out var received));

        Assert.Equal(sent, received);
    }

    [Fact]
    public void A_start_comes_back_as_it_was()
    {
        Assert.True(AccountingRequest.TryParse(Report(AccountingStatus.Start).ToBytes(), out var received));

        Assert.Equal(Report(AccountingStatus.Start), received);
    }

    [Fact]
    public void A_report_of_an_unknown_status_is_refused() =>
        Assert.False(AccountingRequest.TryParse(Report((AccountingStatus)9).ToBytes(), out _));

    [Fact]
    public void A_truncated_report_is_refused_or_comes_back_as_it_was_read()
    {
        var whole = Report(AccountingStatus.Stop).ToBytes();

        for (var length = 0; length < whole.Length; length++)
            Assert.True(!AccountingRequest.TryParse(whole.AsMemory(0, length), out var read) || ComesBack(read));
    }

    private static bool ComesBack(AccountingRequest sent) =>
        AccountingRequest.TryParse(sent.ToBytes(), out var received) && sent == received;

    private static AccountingRequest Report(AccountingStatus status) => new(status, "s-1", "alice", "gw", "192.0.2.1")
    {
        FramedIpAddress = new Ipv4Address(0x0a000002),
        FramedIpv6Prefix = new Ipv6Prefix(new Ipv6Address(0xfd00_0001_0002_0003, 0), 64),
        CorrelationId = new Guid("0f0e0d0c-0b0a-0908-0706-050403020100"),
    };

    [Fact]
    public void A_class_that_would_leave_no_room_for_the_report_is_left_out()
    {
        var message = new AccountingRequest(AccountingStatus.Stop, "s-1", "alice", "gw", "192.0.2.1") { Classes = [new byte[3_900]] }.ToBytes();

        Assert.True(AccountingRequest.TryParse(message, out var report));

        Assert.Equal(759, report.Classes.Sum(one => one.Length));
    }
}
