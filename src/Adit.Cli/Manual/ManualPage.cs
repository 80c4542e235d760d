namespace Adit.Cli.Manual;

/// <summary>The manual's page of one command.</summary>
internal sealed class ManualPage(CommandNode command, CommandNode root)
{
    private static readonly (int Code, string Meaning)[] Codes =
    [
        (ExitCode.Done, "Done."),
        (ExitCode.Failed, "It failed; cause and next step are on standard error."),
        (ExitCode.Usage, "The command line cannot be understood."),
        (ExitCode.NotFound, "What it names is not there."),
        (ExitCode.Denied, "It is not allowed to you."),
        (ExitCode.NoServer, "No server answers."),
    ];

    private static readonly (string Path, string Meaning)[] Files =
    [
        ("/var/lib/adit", "The server's state directory, where --state names no other."),
        ("/var/lib/adit/adit.yaml", "The configuration, where there is one."),
        ("/var/lib/adit/run/control.sock", "Where a running server is asked: by root and by its own user."),
    ];

    /// <summary>The name in its section's directory: <c>adit-user-add.1</c>.</summary>
    public string FileName => $"{Title(command)}.1";

    /// <summary>The page in man(7).</summary>
    public string Write()
    {
        var page = new Roff()
            .Title(Title(command).ToUpperInvariant(), typeof(ManualPage).Assembly.GetName().Version!.ToString(3))
            .Section("NAME").Text($"{Title(command)} - {FirstLine(command.Description)}")
            .Section("SYNOPSIS").Text(Synopsis());
        WriteDescription(page.Section("DESCRIPTION"));
        page.Section("OPTIONS");
        foreach (var option in command.Options)
            page.Term(Form(option), Meaning(option));
        page.Section("EXIT STATUS");
        foreach (var (code, meaning) in Codes)
            page.Term($"{code}", meaning);
        page.Section("FILES");
        foreach (var (path, meaning) in Files)
            page.Term(path, meaning);
        page.Section("EXAMPLES");
        foreach (var example in Examples.Of(command.Name))
            page.Example(example);
        return page.Section("SEE ALSO").Text(string.Join(", ", Related().Select(node => $"{Title(node)}(1)"))).ToString();
    }

    private void WriteDescription(Roff page)
    {
        page.Text(command.Description);
        foreach (var argument in command.Arguments)
            page.Term(argument.Name, argument.Description + ".");
        foreach (var child in command.Commands)
            page.Term(child.Name, child.Description + ".");
    }

    private string Synopsis() => string.Join(' ',
    [
        command.Name,
        .. command.Arguments.Select(argument => argument.IsRequired ? argument.Name : $"[{argument.Name}]"),
        .. command.Options.Where(option => option.IsRequired).Select(Form),
        .. command.Commands.Count > 0 ? ["COMMAND"] : Array.Empty<string>(),
        "[OPTION...]",
    ]);

    /// <summary>The command above, those beside it, and those below.</summary>
    private IEnumerable<CommandNode> Related()
    {
        var parent = root.All.FirstOrDefault(node => node.Commands.Contains(command));
        var around = parent is null ? command.Commands : [parent, .. parent.Commands, .. command.Commands];
        return around.Where(node => node != command);
    }

    private static string Form(OptionNode option) => string.Join(", ", option.Names) + (option.Value is { } value ? $" {value}" : "");

    private static string Meaning(OptionNode option) =>
        option.Description.TrimEnd('.') + (option.Default is { } value ? $" (default: {value})." : ".");

    private static string Title(CommandNode node) => string.Join('-', node.Path);

    private static string FirstLine(string text) => text.Split('\n')[0].TrimEnd('\r', '.');
}
