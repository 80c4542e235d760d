using Adit.Server.Configuration;

namespace Adit.Server.Tests.Configuration;

/// <summary>What <c>pools:</c> may say.</summary>
public sealed class NamedPoolReaderTests
{
    [Fact]
    public void Pools_have_names_and_several_ranges_beside_the_one_without_a_name()
    {
        var read = Read("""
            pool: 10.1.0.0/24
            pools:
              - { name: guests, ranges: [ 10.2.0.0/24, 10.3.0.5-10.3.0.9 ] }
              - { name: staff, ranges: 10.4.0.0/24 }
            """);

        Assert.Equal(["10.1.0.0/24", "10.2.0.0/24", "10.3.0.5-10.3.0.9", "10.4.0.0/24"], read.AllRanges.Select(range => $"{range}"));
        Assert.Equal(("guests", 254 + 5L), (read.Pools[0].Name, read.Pools[0].Size));
    }

    [Theory]
    [InlineData("pools: [ { ranges: 10.2.0.0/24 } ]", "line 1, column 10: a pool needs a name")]
    [InlineData("pools: [ { name: a } ]", "line 1, column 10: a pool needs 'ranges'")]
    [InlineData("pools: [ { name: default, ranges: 10.2.0.0/24 } ]", "line 1, column 18: 'default' is the name of 'pool'")]
    [InlineData("pools: [ { name: a, ranges: 10.2.0.0/24 }, { name: a, ranges: 10.3.0.0/24 } ]", "line 1, column 52: another one is called 'a' already")]
    [InlineData("pools: [ { name: a, ranges: dhcp } ]",
        "line 1, column 29: expected a prefix of 1 to 30 bits or a range, such as 10.84.0.0/24 or 10.9.0.50-10.9.0.99")]
    [InlineData("pools: [ { name: a, ranges: [ 10.2.0.0/24, 10.2.0.9-10.2.1.9 ] } ]",
        "line 1, column 44: the pool's 10.2.0.9-10.2.1.9 overlaps with its 10.2.0.0/24 at line 1, column 31")]
    [InlineData("pool: 10.2.0.0/16\npools: [ { name: a, ranges: 10.2.9.0/24 } ]",
        "line 2, column 29: 10.2.9.0/24 of the pool 'a' overlaps with 10.2.0.0/16 of the pool 'default' at line 1, column 7")]
    [InlineData("pools: [ { name: a, ranges: 10.83.0.0/25 } ]",
        "line 1, column 29: 10.83.0.0/25 of the pool 'a' overlaps with 10.83.0.0/24 of the pool 'default', which is the default")]
    [InlineData("pools: [ { name: a, ranges: 10.2.9.0/24 }, { name: b, ranges: [ 10.2.9.255-10.2.10.1 ] } ]",
        "line 1, column 65: 10.2.9.255-10.2.10.1 of the pool 'b' overlaps with 10.2.9.0/24 of the pool 'a' at line 1, column 29")]
    [InlineData("policies: { network: [ { name: Guests, settings: { framedPool: guest } } ] }",
        "line 1, column 11: the policy 'Guests' takes addresses of the pool 'guest', which is not in 'pools'")]
    public void What_is_wrong_with_a_pool_is_told_with_its_place(string text, string fault) =>
        Assert.Equal(fault, Assert.Single(Assert.Throws<ConfigurationException>(() => Read(text)).Faults).ToString());

    [Fact]
    public void A_policy_may_name_a_pool_of_another_gateway() => Read("""
        radius: { clients: [ { name: other, address: 192.0.2.1, secretFile: /s } ] }
        policies: { network: [ { name: Guests, settings: { framedPool: guest } } ] }
        """);

    private static ServerConfiguration Read(string text) => ConfigurationReader.Read("adit.yaml", text);
}
