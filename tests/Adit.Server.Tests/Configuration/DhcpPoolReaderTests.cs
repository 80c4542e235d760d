using Adit.Server.Configuration;

namespace Adit.Server.Tests.Configuration;

public sealed class DhcpPoolReaderTests
{
    [Fact]
    public void A_pool_may_be_leased_on_an_interface()
    {
        var read = ConfigurationReader.Read("adit.yaml", "pool: dhcp\ndhcp: { interface: eth0, timeout: 10s, shortestLease: 1m, linkLocalFallback: true }\n");

        Assert.Equal(("eth0", TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), true),
            (read.Leasing!.Interface, read.Leasing.Timeout, read.Leasing.Lease.ShortestLease, read.Leasing.LinkLocalFallback));
        Assert.Empty(read.Pool.Ranges);
    }

    [Fact]
    public void A_pool_of_ranges_leases_nothing() => Assert.Null(ConfigurationReader.Read("adit.yaml", "").Leasing);

    [Theory]
    [InlineData("mtu: 1400\npool: dhcp\n", 2, "needs 'dhcp.interface'")]
    [InlineData("mtu: 1400\ndhcp:\n  interface: eth0\n", 3, "without 'pool: dhcp' leases nothing")]
    [InlineData("dhcp: { interface: eth0 }\npool: [ dhcp, 10.1.0.0/24 ]\n", 2, "either 'dhcp' or ranges")]
    [InlineData("pool: dhcp\ndhcp: { interface: eth0, timeout: 1m }\n", 2, "takes a time from 1s to 25s")]
    [InlineData("pool: dhcp\ndhcp: { interface: eth0, server: 10.0.0.1 }\n", 2, "unknown key 'server'")]
    public void What_does_not_go_together_is_a_fault_with_its_place(string text, int line, string problem)
    {
        var fault = Assert.Single(Assert.Throws<ConfigurationException>(() => ConfigurationReader.Read("adit.yaml", text)).Faults);

        Assert.Equal(line, fault.Line);
        Assert.Contains(problem, fault.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_shown_reads_back_as_the_same()
    {
        var keys = ConfigurationReader.ReadWhole("adit.yaml", "pool: dhcp\ndhcp: { interface: eth0 }\n").Keys;

        var again = ConfigurationReader.Read("shown", EffectiveConfiguration.ToYaml(EffectiveConfiguration.ToTree(keys)));

        Assert.Equal(("eth0", true), (again.Leasing?.Interface, again.Pool.IsLeased));
    }

    [Theory]
    [InlineData("no-such0", "There is no interface 'no-such0'")]
    [InlineData("lo", "is in no IPv4 network")]
    public void An_interface_on_which_nothing_can_be_leased_is_a_fault_of_this_machine(string name, string problem)
    {
        var snapshot = ConfigurationReader.ReadWhole("adit.yaml", $"pool: dhcp\ndhcp:\n  interface: {name}\n");

        var fault = Assert.Single(MachineCheck.FaultsOf(snapshot), fault => fault.Problem.Contains(problem, StringComparison.Ordinal));

        Assert.Equal(3, fault.Line);
    }
}
