using System.Diagnostics;
using Adit.Server.Configuration;
using Adit.Server.Tests.Control;

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

    [Theory]
    [InlineData("certificates: [ { file: FILE } ]")]
    [InlineData("certificates: [ { file: LINK } ]")]
    [InlineData("certificates: [ { file: /dev/zero } ]")]
    [InlineData("plainSstp: { certificates: FILE }")]
    [InlineData("radius: { clients: [ { name: lab, address: 192.0.2.1, secretFile: FILE } ] }")]
    [InlineData("access: { stores: FILE }")]
    public void A_pipe_or_a_device_in_place_of_a_file_is_a_fault_and_not_waited_for(string text)
    {
        using var folder = new TemporaryDirectory();
        var (file, link) = (Path.Combine(folder.Path, "pipe"), Path.Combine(folder.Path, "a link that is longer than nothing"));
        using (var made = Process.Start("mkfifo", ["-m", "600", file]))
            made.WaitForExit();
        File.CreateSymbolicLink(link, file);

        var fault = Assert.Single(FaultsOf(text.Replace("FILE", file, StringComparison.Ordinal).Replace("LINK", $"'{link}'", StringComparison.Ordinal)));

        Assert.Contains("no regular file", fault.Problem, StringComparison.Ordinal);
    }

    private static IReadOnlyList<ConfigurationFault> FaultsOf(string text) => MachineCheck.FaultsOf(ConfigurationReader.ReadWhole("adit.yaml", text));
}
