using Adit.Linux.Identity;

namespace Adit.Linux.Tests.Identity;

public sealed class ProcessCapabilitiesTests
{
    [Fact]
    public void The_effective_set_is_read_by_its_bits()
    {
        var capabilities = ProcessCapabilities.Parse(["Name:\tadit", "CapPrm:\tffffffffffffffff", "CapEff:\t0000000000001000"]);

        Assert.True(capabilities.Has(Capability.NetAdmin));
        Assert.False(capabilities.Has(Capability.NetBindService));
    }

    [Fact]
    public void Without_the_line_there_are_none() => Assert.Equal(default, ProcessCapabilities.Parse([]));

    [Fact]
    public void The_set_of_this_process_can_be_read() => Assert.NotEqual(0ul, ProcessCapabilities.Current().Effective);
}
