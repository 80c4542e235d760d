using Adit.Server.Configuration;

namespace Adit.Server.Tests.Configuration;

/// <summary>Holds docs/configuration.md and the reader together.</summary>
public sealed class ConfigurationPageTests
{
    /// <summary>This folder is artifacts/bin/PROJECT/CONFIGURATION.</summary>
    private static readonly string Page = Path.GetFullPath("../../../../docs/configuration.md", AppContext.BaseDirectory.TrimEnd('/'));

    [Fact]
    public void The_page_has_a_row_for_every_key_with_what_it_takes_and_its_default() => Assert.Equal(
        ConfigurationReader.ListKeys().Select(key => $"| `{key.Path}` | {key.Takes} | {key.Default} |"),
        File.ReadLines(Page).Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(WithoutMeaning));

    private static string WithoutMeaning(string row) => string.Join('|', row.Split('|')[..4]) + '|';
}
