using Adit.Server.Configuration;

namespace Adit.Server.Tests.Configuration;

public sealed class MachineCheckTests
{
    [Fact]
    public void An_address_of_another_machine_cannot_be_listened_at()
    {
        var fault = Assert.Single(FaultsOf("mtu: 1400\nlisten: [ '127.0.0.1:8443', '192.0.2.99:443' ]\n"));

        Assert.Equal(2, fault.Line);
        Assert.Contains("192.0.2.99:443 is no address of this machine", fault.Problem, StringComparison.Ordinal);
        Assert.Contains("ip address", fault.NextStep, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plainSstp: { listen: '127.0.0.1:8443' }")]
    [InlineData("plainSstp: { listen: '127.0.0.1:8443', from: 10.0.0.5 }")]
    public void A_plain_listener_that_lets_nobody_in_is_a_fault(string text) => Assert.Contains(
        "'plainSstp.listen' without 'from' and 'certificates' lets nobody in", Assert.Single(FaultsOf(text)).Problem, StringComparison.Ordinal);

    [Fact]
    public void A_filter_is_for_an_interface_of_this_machine_or_the_tunnels_own()
    {
        var fault = Assert.Single(FaultsOf("mtu: 1400\nfilters: [ { interface: lo }, { interface: adit0 }, { interface: no-such0 } ]\n"));

        Assert.Equal(2, fault.Line);
        Assert.Contains("no interface 'no-such0'", fault.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_congestion_control_that_the_kernel_lacks_is_told_with_those_it_has()
    {
        var fault = Assert.Single(FaultsOf("mtu: 1400\nlink: { congestionControl: no-such }\n"));

        Assert.Equal(2, fault.Line);
        Assert.Contains("'no-such'", fault.Problem, StringComparison.Ordinal);
        Assert.Contains("reno", fault.Problem, StringComparison.Ordinal);
        Assert.Contains("modprobe tcp_no-such", fault.NextStep, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_it_has_is_no_fault() => Assert.Empty(FaultsOf("link: { congestionControl: reno }\n"));

    private static IReadOnlyList<ConfigurationFault> FaultsOf(string text) => MachineCheck.FaultsOf(ConfigurationReader.ReadWhole("adit.yaml", text));
}
