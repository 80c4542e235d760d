using System.Net;
using Adit.Linux.Firewall;
using Adit.Linux.Tests.Support;

namespace Adit.Linux.Tests.Firewall;

public sealed class NatTableTests
{
    private static readonly IPNetwork[] _pools = [IPNetwork.Parse("10.93.0.0/24"), IPNetwork.Parse("10.94.0.0/16"), IPNetwork.Parse("fd00:93::/64")];

    [Fact]
    public void The_table_lives_as_long_as_its_object() => OwnNetwork.Run(() =>
    {
        using (NatTable.Create("test", _pools))
        {
            var rules = Command.Output("nft", "list", "table", "inet", "adit_test");
            Assert.Contains("ip saddr { 10.93.0.0/24, 10.94.0.0/16 } ip daddr != { 10.93.0.0/24, 10.94.0.0/16 } masquerade", rules, StringComparison.Ordinal);
            Assert.Contains("ip6 saddr fd00:93::/64 ip6 daddr != fd00:93::/64 masquerade", rules.Replace("{ ", "", StringComparison.Ordinal).Replace(" }", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        Assert.Empty(Command.Output("nft", "list", "tables"));
    });

    [Fact]
    public void A_table_left_behind_is_replaced() => OwnNetwork.Run(() =>
    {
        var forgotten = NatTable.Create("test", _pools);
        using (NatTable.Create("test", [IPNetwork.Parse("10.95.0.0/24")]))
            Assert.DoesNotContain("10.93.", Command.Output("nft", "list", "ruleset"), StringComparison.Ordinal);

        forgotten.Dispose(); // already gone: no error
        Assert.Empty(Command.Output("nft", "list", "tables"));
    });

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("x; flush ruleset")]
    [InlineData("Upper")]
    public void A_name_that_could_be_more_than_a_name_is_refused(string name) =>
        Assert.ThrowsAny<ArgumentException>(() => NatTable.Create(name, []));
}
