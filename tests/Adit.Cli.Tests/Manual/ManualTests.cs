using System.CommandLine;
using Adit.Cli.Manual;
using Adit.Server.Tests.Control;

namespace Adit.Cli.Tests.Manual;

/// <summary>The manual's pages, which are made from the commands.</summary>
public sealed class ManualTests
{
    private static readonly RootCommand Root = AditCommand.Create(new Terminal(TextReader.Null, TextWriter.Null, TextWriter.Null, false, null));
    private static readonly CommandNode Tree = CommandNode.Of(Root);

    public static TheoryData<string> Commands => [.. Tree.All.Select(command => command.Name)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_and_all_that_it_takes_are_described(string name)
    {
        var command = Find(name);

        Assert.NotEmpty(command.Description);
        Assert.All(command.Options, option => Assert.NotEmpty(option.Description));
        Assert.All(command.Arguments, argument => Assert.NotEmpty(argument.Description));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_has_examples_that_can_be_understood(string name)
    {
        var examples = Examples.Of(name);

        Assert.True(examples.Count > 0, $"Give '{name}' an example in {nameof(Examples)}.");
        Assert.All(examples, example => Assert.Empty(Root.Parse(example.Split(" > ")[0]["adit ".Length..]).Errors));
    }

    [Fact]
    public void No_example_is_of_a_command_that_is_not_there() =>
        Assert.Empty(Examples.Commands.Except(Tree.All.Select(command => command.Name), StringComparer.Ordinal));

    [Fact]
    public async Task Every_command_has_a_page_and_groff_finds_nothing_wrong_with_any()
    {
        using var directory = new TemporaryDirectory();

        await CliFixture.RunAsync(["man", directory.Path]);

        var pages = Directory.GetFiles(directory.Path);
        Assert.Equal(Tree.All.Count(), pages.Length);
        Assert.Equal("", await OtherProgram.RunAsync("groff", ["-man", "-ww", "-Tutf8", "-z", .. pages]));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_page_has_all_sections_in_their_order(string name)
    {
        var page = new ManualPage(Find(name), Tree).Write();

        Assert.Equal(["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS", "FILES", "EXAMPLES", "SEE ALSO"],
            page.Split('\n').Where(line => line.StartsWith(".SH", StringComparison.Ordinal)).Select(line => line[5..^1]));
    }

    [Fact]
    public void Text_cannot_pass_for_a_request()
    {
        var page = new Roff().Text(".so /etc/shadow\n'br\nback\\slash").ToString();

        Assert.Equal("\\&.so /etc/shadow\n\\&'br\nback\\eslash\n", page);
    }

    private static CommandNode Find(string name) => Tree.All.Single(command => command.Name == name);
}
