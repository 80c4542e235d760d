using Adit.Server.Configuration;
using Adit.Transport;

namespace Adit.Server.Tests.Configuration;

/// <summary>Reads the examples of the pages as a server would.</summary>
public sealed class OperatePageTests
{
    /// <summary>This folder is artifacts/bin/PROJECT/CONFIGURATION.</summary>
    private static readonly string Pages = Path.GetFullPath("../../../../docs/operate/", AppContext.BaseDirectory.TrimEnd('/'));

    [Fact]
    public void The_example_on_limits_says_what_the_page_says()
    {
        var limits = Assert.Single(ExamplesOf("limits.md", "limits:")).Limits;

        Assert.Equal((200, 150, 2, WhenReached.Replace), (limits.Sessions, limits.Ports.Sstp, limits.SessionsPerUser, limits.WhenReached));
    }

    [Fact]
    public void The_example_on_performance_says_what_the_page_says() => Assert.Equal(
        new LinkOptions { CongestionControl = "bbr", QueueBytes = 2 * 1024 * 1024 }, Assert.Single(ExamplesOf("performance.md", "link:")).Link);

    [Fact]
    public void The_examples_on_balancers_name_them()
    {
        var examples = ExamplesOf("balancers.md", "# adit.yaml");

        Assert.Equal(2, examples.Count);
        Assert.Equal(2, examples[0].ProxyProtocol.From.Prefixes.Count);
        Assert.Equal(("10.0.0.10:8443", "/etc/adit/balancer.crt"),
            (Assert.Single(examples[1].PlainSstp.Listen).ToString(), Assert.Single(examples[1].PlainSstp.Certificates)));
    }

    [Fact]
    public void The_example_on_certificates_says_what_the_page_says()
    {
        var example = Assert.Single(ExamplesOf("certificates.md", "certificates:"));

        Assert.Equal(["/etc/adit/vpn.pem", "/etc/adit/intern.pem", "store vpn.example.net"],
            example.Certificates.Select(certificate => certificate.Source));
        Assert.Equal((2, TimeSpan.FromSeconds(10)), (example.CertificateHook.Run.Count, example.CertificateHook.TimeLimit));
    }

    [Fact]
    public void The_example_on_revocation_says_what_the_page_says()
    {
        var revocation = Assert.Single(ExamplesOf("revocation.md", "revocation:")).Revocation;

        Assert.Equal(new RevocationRules { Offline = WhenUnknown.Accept }, revocation.Users);
        Assert.Equal(new RevocationRules { NoInformation = WhenUnknown.Accept, Root = true }, revocation.Devices);
    }

    [Fact]
    public void The_examples_on_filters_say_what_the_page_says()
    {
        var examples = ExamplesOf("filters.md", "filters:");

        Assert.Equal(2, examples.Count);
        Assert.Equal((FilterPreset.TunnelsOnly, "tcp from 192.0.2.0/24 to port 22"),
            (Assert.Single(examples[0].Filters).Preset, Assert.Single(examples[0].Filters[0].Rules).ToString()));
        Assert.Equal(["eth1", "adit0"], examples[1].Filters.Select(filter => filter.Interface));
    }

    [Fact]
    public void The_example_on_RADIUS_says_what_the_page_says()
    {
        var radius = ExamplesOf("radius.md", "radius:")[0].Radius;

        Assert.Equal(("10.0.0.1:1812", "10.0.0.1:1813"), ($"{radius.Listen[0]}", $"{radius.Accounting[0]}"));
        Assert.Equal(
            [("wireless", "10.0.7.0/28", MessageAuthenticatorRule.Yes), ("old-switch", "10.0.8.2/32", MessageAuthenticatorRule.No)],
            radius.Clients.Select(client => (client.Name, $"{client.Address}", client.RequireMessageAuthenticator)));
    }

    /// <summary>The indented blocks that begin like this, each up to an empty line.</summary>
    private static List<ServerConfiguration> ExamplesOf(string page, string start) =>
    [
        .. File.ReadAllText(Pages + page).Split("\n\n").Where(block => block.StartsWith($"    {start}", StringComparison.Ordinal))
            .Select(block => ConfigurationReader.Read(page, block)),
    ];
    [Fact]
    public void The_examples_on_other_servers_name_them_and_who_may_change_sessions()
    {
        var asking = Assert.Single(ExamplesOf("radius.md", "access:"));
        var changing = ExamplesOf("radius.md", "radius:")[1].Radius;

        Assert.Equal(("office", "office"), (asking.Access.Authority, asking.Access.BookKeeper));
        Assert.Equal([("10.0.0.10", 1), ("10.0.0.11", 2)],
            Assert.Single(asking.Radius.Groups).Servers.Select(server => ($"{server.Address}", server.Priority)));
        Assert.Equal("10.0.0.1:3799", $"{Assert.Single(changing.DynamicAuthorization)}");
        Assert.True(Assert.Single(changing.Clients).MayChangeSessions);
    }

}
