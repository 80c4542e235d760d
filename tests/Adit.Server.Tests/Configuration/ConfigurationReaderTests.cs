using System.Net;
using Adit.Protocols.Ip;
using Adit.Server.Configuration;
using Adit.Transport;

namespace Adit.Server.Tests.Configuration;

public sealed class ConfigurationReaderTests
{
    [Fact]
    public void Methods_of_authentication_keep_their_order() => Assert.Equal(
        [Adit.Protocols.Ppp.PppMethod.Pap, Adit.Protocols.Ppp.PppMethod.MsChapV2], Read("authentication: [ pap, mschapv2 ]").Ppp.Methods);

    [Theory]
    [InlineData("")]
    [InlineData("# nothing set\n")]
    [InlineData("---\n")]
    [InlineData("limits:\nsstp: {}\n")]
    public void A_file_that_sets_nothing_gives_the_defaults(string text)
    {
        var defaults = new ServerConfiguration();

        var read = Read(text);

        Assert.Equal(defaults.Limits, read.Limits);
        Assert.Equal(defaults.Sstp, read.Sstp);
        Assert.Equal(defaults.Access, read.Access);
        Assert.Equal((defaults.Pool, defaults.Nat, defaults.Interface, defaults.Mtu), (read.Pool, read.Nat, read.Interface, read.Mtu));
        Assert.Equal(defaults.Listen, read.Listen);
    }

    [Fact]
    public void Every_key_reaches_its_setting()
    {
        var read = Read("""
            names: [ vpn.example.com, 192.0.2.1 ]
            listen: [ '[::]:8443', '192.0.2.1:443' ]
            plainHttp: '[::]:8080'
            pool: 10.1.0.0/16
            dns: [ 10.1.0.1, 10.1.0.2 ]
            wins: [ 10.1.0.3 ]
            nat: false
            interface: vpn0
            mtu: 1300
            limits:
              sessions: 1
              halfOpen: 2
              halfOpenPerAddress: 3
              handshakeTime: 4s
              headerTime: 5s
              headerBytes: 600
            link: { congestionControl: bbr, queueBytes: 600000, unsentBytes: 20000 }
            call:
              setupTime: 6s
            sstp:
              negotiationTimeout: 7s
              helloInterval: 8s
            ppp:
              echoInterval: 9s
              echoRetryInterval: 10s
              maxUnansweredEchoes: 4
            access:
              maxFailures: 11
              lockoutDuration: 12m
              sessionTimeout: 13h
              idleTimeout: 6d
            """);

        Assert.Equal(["vpn.example.com", "192.0.2.1"], read.Names);
        Assert.Equal([IPEndPoint.Parse("[::]:8443"), IPEndPoint.Parse("192.0.2.1:443")], read.Listen);
        Assert.Equal([IPEndPoint.Parse("[::]:8080")], read.PlainHttp);
        Assert.Equal("10.1.0.0/16", read.Pool.ToString());
        Assert.Equal([Address("10.1.0.1"), Address("10.1.0.2")], read.Dns);
        Assert.Equal([Address("10.1.0.3")], read.Wins);
        Assert.Equal((NatMode.Off, "vpn0", 1300), (read.Nat, read.Interface, read.Mtu));
        Assert.Equal(new ServerLimits
        {
            Sessions = 1,
            HalfOpen = 2,
            HalfOpenPerAddress = 3,
            HandshakeTime = TimeSpan.FromSeconds(4),
            HeaderTime = TimeSpan.FromSeconds(5),
            HeaderBytes = 600,
        }, read.Limits);
        Assert.Equal(new LinkOptions { CongestionControl = "bbr", QueueBytes = 600_000, UnsentBytes = 20_000 }, read.Link);
        Assert.Equal(TimeSpan.FromSeconds(6), read.Call.SetupTime);
        Assert.Equal((TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(8)), (read.Sstp.NegotiationTimeout, read.Sstp.HelloInterval));
        Assert.Equal(
            (TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(10), 4),
            (read.Ppp.Echo.Interval, read.Ppp.Echo.RetryInterval, read.Ppp.Echo.MaxUnanswered));
        Assert.Equal((11, TimeSpan.FromMinutes(12)), (read.Access.MaxFailures, read.Access.LockoutDuration));
        Assert.Equal((TimeSpan.FromHours(13), TimeSpan.FromDays(6)), (read.Access.SessionTimeout, read.Access.IdleTimeout));
    }

    [Fact]
    public void The_keys_of_IPv6_reach_their_settings()
    {
        var read = Read("ipv6: on\npool6: 2001:db8:40::/48\ndns6: [ '2001:db8:1::53' ]\n");

        Assert.Equal((Ipv6Mode.On, "2001:db8:40::/48", "2001:db8:1::53"), (read.Ipv6, read.Pool6.ToString(), Assert.Single(read.Dns6).ToString()));
        Assert.Null(Read("").Pool6);
    }

    [Fact]
    public void What_the_tunnel_carries_is_what_PPP_says_it_takes()
    {
        var read = Read("mtu: 1300");

        Assert.Equal((1300, 1300), (read.Ppp.Mru, read.Ppp.MaxPacket));
    }

    [Fact]
    public void An_unknown_key_is_told_with_its_place_and_the_nearest_one()
    {
        var fault = Assert.Single(FaultsOf("pool: 10.1.0.0/24\nsstp:\n  heloInterval: 60s\n"));

        Assert.Equal("line 3, column 3: unknown key 'heloInterval', did you mean 'helloInterval'?", fault);
    }

    [Fact]
    public void All_faults_are_told_at_once_in_the_order_of_the_file() => Assert.Equal(
        [
            "line 1, column 6: 'mtu' takes a number from 576 to 4000",
            "line 2, column 7: expected a prefix of 1 to 30 bits or a range, such as 10.83.0.0/24 or 10.9.0.50-10.9.0.99; or dhcp alone",
            "line 3, column 1: unknown key 'frobnicate'",
            "line 5, column 18: 'handshakeTime' takes a time from 1s to 2m, such as 90s or 5m",
        ],
        FaultsOf("mtu: 9000\npool: 10.1.0.1/24\nfrobnicate: yes\nlimits:\n  handshakeTime: 1h\n"));

    [Theory]
    [InlineData("ipv6: yes", "'ipv6' takes auto or on or off")]
    [InlineData("pool6: fd12::/64", "expected a prefix of 16 to 63 bits, such as fd12:3456:789a::/48")]
    [InlineData("pool6: fd12::1/48", "expected a prefix of 16 to 63 bits, such as fd12:3456:789a::/48")]
    [InlineData("pool6: ff00::/16", "expected a prefix of 16 to 63 bits, such as fd12:3456:789a::/48")]
    [InlineData("dns6: 10.0.0.1", "expected an IPv6 address")]
    [InlineData("dns6: 'fe80::1'", "expected an IPv6 address")]
    [InlineData("nat: yes", "'nat' takes auto, on or off")]
    [InlineData("nat: [ true ]", "'nat' takes auto, on or off")]
    [InlineData("mtu: many", "'mtu' takes a number from 576 to 4000")]
    [InlineData("mtu: -600", "'mtu' takes a number from 576 to 4000")]
    [InlineData("mtu: 1400.5", "'mtu' takes a number from 576 to 4000")]
    [InlineData("mtu:", "'mtu' takes a number from 576 to 4000")]
    [InlineData("mtu: { a: 1 }", "'mtu' takes a number from 576 to 4000")]
    [InlineData("pool: 10.0.0.0/31", "expected a prefix of 1 to 30 bits or a range, such as 10.83.0.0/24 or 10.9.0.50-10.9.0.99; or dhcp alone")]
    [InlineData("limits: 5", "'limits' takes a group of settings")]
    [InlineData("limits: [ 5 ]", "'limits' takes a group of settings")]
    [InlineData("listen: []", "'listen' takes 1 to 16 of ADDRESS:PORT")]
    [InlineData("listen: 443", "expected ADDRESS:PORT")]
    [InlineData("listen: 0.0.0.0:0", "expected ADDRESS:PORT")]
    [InlineData("dns: [ 1.1.1.1, 8.8.8.8, 9.9.9.9 ]", "'dns' takes 0 to 2 of an IPv4 address")]
    [InlineData("dns: [ '2001:db8::1' ]", "expected an IPv4 address")]
    [InlineData("names: [ 'not a name' ]", "expected a DNS name or an address")]
    [InlineData("interface: /dev/null", "expected an interface name of 1 to 15 letters, digits, '-', '_' and '.'")]
    [InlineData("interface: ..", "expected an interface name of 1 to 15 letters, digits, '-', '_' and '.'")]
    [InlineData("[ a, b ]: 1", "a key must be plain text")]
    [InlineData("- a\n- b", "expected 'key: value' lines")]
    [InlineData("just words", "expected 'key: value' lines")]
    [InlineData("mtu: 1400\n---\nmtu: 1300", "the file holds more than one document")]
    public void A_value_of_the_wrong_kind_is_a_fault_that_says_what_is_expected(string text, string problem) =>
        Assert.Equal(problem, Assert.Single(FaultsOf(text)).Split(": ", 2)[1]);

    [Theory]
    [InlineData("helloInterval", "5s", "4999ms")]
    [InlineData("helloInterval", "10m", "601s")]
    [InlineData("negotiationTimeout", "5s", "4s")]
    public void The_range_of_a_setting_is_the_one_its_options_record_declares(string key, string inside, string outside)
    {
        Read($"sstp:\n  {key}: {inside}");

        Assert.Single(FaultsOf($"sstp:\n  {key}: {outside}"));
    }

    [Theory]
    [InlineData("mtu: 1400\nmtu: 1300", 2)]
    [InlineData("sstp:\n  helloInterval: 5s\n  helloInterval: 6s", 3)]
    [InlineData("mtu: 1400\npool: ]", 2)]
    public void A_file_that_is_no_YAML_or_says_a_thing_twice_is_one_fault_with_its_line(string text, long line)
    {
        var refusal = Assert.Throws<ConfigurationException>(() => Read(text));

        Assert.Equal(line, Assert.Single(refusal.Faults).Line);
    }

    [Fact]
    public void A_fault_names_the_file() =>
        Assert.StartsWith("/etc/adit.yaml: line 1,", Assert.Throws<ConfigurationException>(() =>
            ConfigurationReader.Read("/etc/adit.yaml", "mtu: 1")).Message, StringComparison.Ordinal);

    private static ServerConfiguration Read(string text) => ConfigurationReader.Read("adit.yaml", text);

    private static string[] FaultsOf(string text) =>
        [.. Assert.Throws<ConfigurationException>(() => Read(text)).Faults.Select(fault => fault.ToString())];

    private static Ipv4Address Address(string text) => Ipv4Address.TryParse(text, out var address) ? address : throw new FormatException(text);
}
