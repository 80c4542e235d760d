using Adit.Linux.Firewall;
using Adit.Linux.Tests.Support;

namespace Adit.Linux.Tests.Firewall;

public sealed class SysctlTests
{
    private const string Forwarding = "net.ipv4.ip_forward";

    [Fact]
    public void A_changed_setting_gets_its_former_value_back() => OwnNetwork.Run(() =>
    {
        new Sysctl().Set(Forwarding, "0");
        using (var sysctl = new Sysctl())
        {
            Assert.True(sysctl.Set(Forwarding, "1"));
            Assert.Equal("1", Sysctl.Read(Forwarding));
        }

        Assert.Equal("0", Sysctl.Read(Forwarding));
    });

    [Fact]
    public void What_had_the_value_already_is_left_alone() => OwnNetwork.Run(() =>
    {
        new Sysctl().Set(Forwarding, "1");
        using (var sysctl = new Sysctl())
            Assert.False(sysctl.Set(Forwarding, "1"));

        Assert.Equal("1", Sysctl.Read(Forwarding));
    });

    [Fact]
    public void What_somebody_else_changed_since_is_theirs() => OwnNetwork.Run(() =>
    {
        const string ttl = "net/ipv4/ip_default_ttl";
        using (var sysctl = new Sysctl())
        {
            sysctl.Set(ttl, "70");
            File.WriteAllText("/proc/sys/net/ipv4/ip_default_ttl", "80");
        }

        Assert.Equal("80", Sysctl.Read(ttl));
    });

    [Fact]
    public void A_setting_that_does_not_exist_is_told_by_name()
    {
        var refusal = Assert.Throws<LinuxException>(() => Sysctl.Read("net.ipv4.no_such_thing"));

        Assert.Contains("net.ipv4.no_such_thing", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Sysctl.Read("net/../../etc/passwd"));
    }
}
