using Adit.Linux.Firewall;

namespace Adit.Linux.Tests.Firewall;

public sealed class RulesetTests
{
    private static readonly KnownPacket Caller = new(IsIpv6: false, 443, null);

    private const string Port443 = """{"match":{"op":"==","left":{"payload":{"protocol":"tcp","field":"dport"}},"right":443}}""";
    private const string Established = """{"match":{"op":"in","left":{"ct":{"key":"state"}},"right":["established","related"]}},{"accept":null}""";
    private const string Loopback = """{"match":{"op":"==","left":{"meta":{"key":"iifname"}},"right":"lo"}},{"accept":null}""";

    [Fact]
    public void A_policy_that_drops_drops_what_no_rule_lets_in() =>
        Assert.Equal(("filter", "input", "policy drop", true), Find("drop", Established, Loopback, """{"match":{"op":"==","left":{"payload":{"protocol":"tcp","field":"dport"}},"right":22}},{"accept":null}"""));

    [Theory]
    [InlineData("443")]
    [InlineData("""{"set":[22,443]}""")]
    [InlineData("""{"range":[400,500]}""")]
    [InlineData("""{"set":[{"range":[400,500]}]}""")]
    [InlineData("\"@ours\"")]
    public void A_rule_for_the_port_lets_callers_in(string right) =>
        Assert.Null(Find("drop", Established, $$$$"""{"match":{"op":"==","left":{"payload":{"protocol":"tcp","field":"dport"}},"right":{{{{right}}}}}},{"accept":null}"""));

    [Fact]
    public void A_rule_that_drops_the_port_is_named() =>
        Assert.Equal(("filter", "input", "tcp dport 443 drop", true), Find("accept", $$$$"""{{{{Port443}}}},{"drop":null}"""));

    [Fact]
    public void A_rule_for_callers_from_somewhere_is_not_certain() =>
        Assert.False(Find("accept", $$$$"""{"match":{"op":"==","left":{"payload":{"protocol":"ip","field":"saddr"}},"right":"192.0.2.1"}},{{{{Port443}}}},{"drop":null}""")!.Value.IsCertain);

    [Fact]
    public void Behind_a_rule_that_may_let_in_nothing_is_certain() =>
        Assert.False(Find("drop", """{"match":{"op":"==","left":{"payload":{"protocol":"ip","field":"saddr"}},"right":{"prefix":{"addr":"192.0.2.0","len":24}}}},{"accept":null}""")!.Value.IsCertain);

    [Fact]
    public void A_map_of_verdicts_is_read() =>
        Assert.Null(Find("drop", """{"vmap":{"key":{"payload":{"protocol":"tcp","field":"dport"}},"data":{"set":[[22,{"drop":null}],[443,{"accept":null}]]}}}"""));

    [Fact]
    public void Chains_that_jump_to_themselves_come_to_an_end() => Assert.NotNull(Find("drop", """{"jump":{"target":"input"}}""", """{"jump":{"target":"input"}}"""));

    [Fact]
    public void What_is_not_understood_is_not_known() => Assert.False(Find("drop", """{"xt":{"type":"match","name":"tcp"}},{"accept":null}""")!.Value.IsCertain);

    private static (string Table, string Chain, string Rule, bool IsCertain)? Find(string policy, params string[] rules)
    {
        var all = string.Join(',', rules.Select(rule => $$$$"""{"rule":{"family":"inet","table":"filter","chain":"input","expr":[{{{{rule}}}}]}}"""));
        var drop = Ruleset.Parse($$$$"""{"nftables":[{"chain":{"family":"inet","table":"filter","name":"input","type":"filter","hook":"input","prio":0,"policy":"{{{{policy}}}}"}},{"set":{"family":"inet","table":"filter","name":"ours","elem":[443]}},{{{{all}}}}]}""")
            .FindDrop("input", Caller);
        return drop is null ? null : (drop.Table, drop.Chain, drop.Rule, drop.IsCertain);
    }
}
