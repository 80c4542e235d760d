using Adit.Linux.Tun;
using Adit.Server.Network;
using Adit.Server.Tests.Hosting;

namespace Adit.Server.Tests.Network;

public sealed class RefusedOffloadsTests
{
    private static readonly TunOffloads All = Enum.GetValues<TunOffloads>().Aggregate((all, one) => all | one);

    public static TheoryData<TunOffloads> Each => [.. Enum.GetValues<TunOffloads>().Where(one => one is not TunOffloads.None)];

    [Theory]
    [MemberData(nameof(Each))]
    public void An_offload_that_the_kernel_refuses_is_named_and_no_other(TunOffloads refused)
    {
        var log = new RecordingLogger();

        RefusedOffloads.Tell(log, "adit0", All & ~refused);

        Assert.Contains($": {refused}.", Assert.Single(log.Lines).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kernel_that_knows_none_is_told_of_in_one_line()
    {
        var log = new RecordingLogger();

        RefusedOffloads.Tell(log, "adit0", TunOffloads.None);

        Assert.Single(log.Lines);
    }

    [Fact]
    public void Where_none_is_refused_nothing_is_said()
    {
        var log = new RecordingLogger();

        RefusedOffloads.Tell(log, "adit0", All);

        Assert.Empty(log.Lines);
    }
}
