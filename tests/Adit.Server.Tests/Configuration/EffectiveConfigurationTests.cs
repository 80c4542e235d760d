using System.Text.Json.Nodes;
using Adit.Server.Configuration;

namespace Adit.Server.Tests.Configuration;

public sealed class EffectiveConfigurationTests
{
    private const string Sample = """
        names: [ vpn.example.com, '2001:db8::1' ]
        listen: '[::]:8443'
        dns: 10.1.0.1
        nat: off
        interface: '007'
        mtu: 1300
        limits:
          handshakeTime: 90s
        access:
          idleTimeout: 60m
        """;

    [Fact]
    public void Every_key_is_shown_with_the_value_of_the_file_or_its_default()
    {
        var tree = Show(Sample);

        Assert.Equal(1300, (long)tree["mtu"]!);
        Assert.Equal("off", (string?)tree["nat"]);
        Assert.Equal("10.1.0.1", (string?)tree["dns"]![0]);
        Assert.Equal("[::]:80", (string?)tree["plainHttp"]![0]);
        Assert.Equal("1m", (string?)tree["sstp"]!["helloInterval"]);
        Assert.Null(tree["access"]!["sessionTimeout"]);
        Assert.Equal(ConfigurationReader.ListKeys().Count, CountValues(tree));
    }

    [Fact]
    public void A_time_is_shown_in_one_form_however_it_was_written() =>
        Assert.Equal(("90s", "1h"), ((string?)Show(Sample)["limits"]!["handshakeTime"], (string?)Show(Sample)["access"]!["idleTimeout"]));

    [Theory]
    [InlineData("")]
    [InlineData(Sample)]
    public void What_is_shown_reads_back_as_the_same_configuration(string text)
    {
        var tree = Show(text);

        Assert.True(JsonNode.DeepEquals(tree, Show(EffectiveConfiguration.ToYaml(tree))), EffectiveConfiguration.ToYaml(tree));
    }

    private static JsonObject Show(string text) => EffectiveConfiguration.ToTree(ConfigurationReader.ReadWhole("adit.yaml", text).Keys);

    private static int CountValues(JsonObject group) => group.Sum(pair => pair.Value is JsonObject inner ? CountValues(inner) : 1);
}
