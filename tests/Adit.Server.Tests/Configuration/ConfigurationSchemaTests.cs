using System.Text.Json.Nodes;
using Adit.Server.Configuration;

namespace Adit.Server.Tests.Configuration;

public sealed class ConfigurationSchemaTests
{
    /// <summary>This folder is artifacts/bin/PROJECT/CONFIGURATION.</summary>
    private static readonly string Docs = Path.GetFullPath("../../../../docs", AppContext.BaseDirectory.TrimEnd('/'));

    private static readonly JsonObject Schema = ConfigurationSchema.Create();

    public static TheoryData<string, string> Examples() => new(
        Directory.EnumerateFiles(Path.Combine(Docs, "operate"), "*.md").Append(Path.Combine(Docs, "configuration.md"))
            .SelectMany(page => DocumentedExamples.In(page).Select(example => (Path.GetFileName(page), example))));

    [Fact]
    public void The_published_schema_is_the_one_that_the_command_prints() =>
        Assert.True(
            EffectiveConfiguration.ToJson(Schema) == File.ReadAllText(Path.Combine(Docs, "adit.schema.json")).TrimEnd(),
            "A key has changed. Publish it: adit config schema > docs/adit.schema.json");

    [Fact]
    public void The_page_names_the_keys_that_wait_for_the_next_start() => Assert.Contains(
        $"- {string.Join(", ", FixedKeys.All.Select(key => $"`{key}`"))}: at the next start.",
        File.ReadAllText(Path.Combine(Docs, "operate/configuration.md")), StringComparison.Ordinal);

    [Fact]
    public void Every_key_that_waits_for_the_next_start_is_one_that_the_reader_knows() => Assert.All(
        FixedKeys.All, key => Assert.Contains(ConfigurationReader.ListKeys(), known => known.Path == key || known.Path.Split('.')[0] == key));

    [Fact]
    public void Every_key_is_in_the_schema_with_its_meaning_and_its_default()
    {
        foreach (var key in ConfigurationReader.ListKeys())
        {
            var found = Find(key.Path);
            Assert.True(JsonNode.DeepEquals(key.Value, found["default"]), key.Path);
            Assert.Contains(key.Takes, (string?)found["description"], StringComparison.Ordinal);
            Assert.DoesNotMatch("^Takes", (string?)found["description"]);
        }
    }

    [Fact]
    public void A_number_has_the_range_of_its_options_record()
    {
        var mtu = Find("mtu");

        Assert.Equal(("integer", 576, 4000, 1400), ((string?)mtu["type"], (int)mtu["minimum"]!, (int)mtu["maximum"]!, (int)mtu["default"]!));
    }

    [Fact]
    public void A_list_may_be_one_item_alone() =>
        Assert.Equal(["array", "string"], Find("dns")["anyOf"]!.AsArray().Select(form => (string?)form!["type"]));

    [Fact]
    public void A_group_allows_no_key_that_the_reader_does_not_know() =>
        Assert.False((bool)Schema["properties"]!["limits"]!["additionalProperties"]!);

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_in_the_documentation_is_one_that_the_reader_takes(string page, string example)
    {
        Assert.NotNull(ConfigurationReader.Read(page, example));
    }

    private static JsonObject Find(string path) =>
        path.Split('.').Aggregate(Schema, (group, name) => (JsonObject)group["properties"]![name]!);
}
