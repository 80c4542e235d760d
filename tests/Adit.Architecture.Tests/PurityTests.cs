using System.Xml.Linq;

namespace Adit.Architecture.Tests;

/// <summary>The protocol cores are given bytes and time, and give back bytes and events: nothing else is within their reach.</summary>
public sealed class PurityTests
{
    private static readonly string ProjectFolder = Path.Combine(Layout.Root, "src", Layout.Protocols);

    private static readonly XDocument ProjectFile = XDocument.Load(Path.Combine(ProjectFolder, $"{Layout.Protocols}.csproj"));

    [Fact]
    public void The_cores_use_no_package()
    {
        var outsiders = BuiltAssembly.Of(Layout.Protocols).References.Where(name => !name.StartsWith("System.", StringComparison.Ordinal));

        Assert.Empty(outsiders);
    }

    [Theory]
    [InlineData("System.Net.Http")]
    [InlineData("System.Net.NameResolution")]
    [InlineData("System.Net.Security")]
    [InlineData("System.Net.Sockets")]
    [InlineData("System.IO")]
    [InlineData("System.Threading")]
    [InlineData("System.Diagnostics.Process")]
    [InlineData("System.Console")]
    public void The_cores_reach_neither_network_nor_files_nor_threads_nor_processes(string family)
    {
        var reached = BuiltAssembly.Of(Layout.Protocols).References
            .Where(name => string.Equals(name, family, StringComparison.Ordinal) || name.StartsWith($"{family}.", StringComparison.Ordinal));

        Assert.Empty(reached);
    }

    [Theory]
    [InlineData("T:System.DateTime;")]
    [InlineData("T:System.TimeProvider;")]
    [InlineData("T:System.Random;")]
    [InlineData("T:System.Threading.Tasks.Task;")]
    [InlineData("T:System.Threading.Lock;")]
    [InlineData("N:System.Net.Sockets;")]
    [InlineData("N:System.IO;")]
    public void The_compiler_refuses_it_to_the_cores(string banned) => Assert.Contains(
        File.ReadLines(Path.Combine(ProjectFolder, "BannedSymbols.txt")),
        line => line.StartsWith(banned, StringComparison.Ordinal));

    [Fact]
    public void The_compiler_reads_the_list_of_what_is_refused()
    {
        Assert.Contains("Microsoft.CodeAnalysis.BannedApiAnalyzers", Includes("PackageReference"), StringComparer.Ordinal);
        Assert.Contains("BannedSymbols.txt", Includes("AdditionalFiles"), StringComparer.Ordinal);
    }

    private static IEnumerable<string?> Includes(string item) =>
        ProjectFile.Descendants(item).Select(element => element.Attribute("Include")?.Value);
}
