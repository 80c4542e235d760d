using Adit.Server.Listeners;
using Adit.Server.Tests.Support;

namespace Adit.Server.Tests.Listeners;

public sealed class ServedCertificateTests
{
    [Fact]
    public void Handshakes_share_what_they_can_for_a_day_and_no_longer()
    {
        var clock = new Clock();
        var served = new ServedCertificate(TestCertificate.Served.Leaf, TestCertificate.Ca.Chain, clock);
        var first = served.Context;

        clock.Now += TimeSpan.FromHours(23);
        Assert.Same(first, served.Context);
        clock.Now += TimeSpan.FromHours(2);
        Assert.NotSame(first, served.Context);
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
