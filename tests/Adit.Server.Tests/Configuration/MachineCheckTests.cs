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

    private static IReadOnlyList<ConfigurationFault> FaultsOf(string text) => MachineCheck.FaultsOf(ConfigurationReader.ReadWhole("adit.yaml", text));
}
