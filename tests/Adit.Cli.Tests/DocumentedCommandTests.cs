namespace Adit.Cli.Tests;

/// <summary>The commands on the pages for operators are commands.</summary>
public sealed class DocumentedCommandTests
{
    private static readonly string Operate = Path.GetFullPath("../../../../docs/operate", AppContext.BaseDirectory.TrimEnd('/'));

    public static TheoryData<string> Commands() =>
        [.. new[] { "authority.md", "accounts.md", "why.md" }.SelectMany(page => File.ReadLines(Path.Combine(Operate, page))).Where(line => line.StartsWith("    adit ", StringComparison.Ordinal)).Select(line => line.Trim())];

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_of_the_page_is_one(string line)
    {
        using var nothing = new StringReader("");
        var terminal = new Terminal(nothing, TextWriter.Null, TextWriter.Null, IsOutputForEyes: false, ReadSecret: null);

        Assert.Empty(AditCommand.Create(terminal).Parse(line["adit ".Length..]).Errors);
    }
}
