using System.Text;

namespace Adit.Cli.Manual;

/// <summary>Writes the completion of the command tree for fish.</summary>
internal static class FishCompletion
{
    public static string Write(CommandNode root)
    {
        var commands = root.All.ToList();
        var text = new StringBuilder($$"""
            # Completion of adit for fish, made by 'adit completion fish'.
            # To try it: adit completion fish | source    To keep it: adit completion fish > ~/.config/fish/completions/adit.fish

            function __adit_at --description 'Whether the command line stands behind this command'
                set -l path adit
                set -l option
                for word in (commandline -opc)[2..-1]
                    if test -n "$option"
                        set option
                        continue
                    end
                    switch "$path/$word"
                        case {{string.Join(' ', commands.Skip(1).Select(BashCompletion.PathOf))}}
                            set path "$path/$word"
                        case {{string.Join(' ', BashCompletion.OptionsWithValue(commands).Select(name => $"'*/{name}'"))}}
                            set option $word
                    end
                end
                test "$path" = "$argv[1]"
            end

            function __adit_names --description 'Names from the server'
                set -l words (commandline -opc)
                set -l state
                for at in (seq (count $words))
                    if test "$words[$at]" = --state -a $at -lt (count $words)
                        set state --state $words[(math $at + 1)]
                    end
                end
                command adit complete $argv $state 2> /dev/null
            end

            complete -c adit -f

            """);
        foreach (var line in commands.SelectMany(LinesOf))
            text.Append(line).Append('\n');
        return text.ToString();
    }

    private static IEnumerable<string> LinesOf(CommandNode command)
    {
        var here = $"complete -c adit -n '__adit_at {BashCompletion.PathOf(command)}'";
        foreach (var child in command.Commands)
            yield return $"{here} -a {child.Path[^1]} -d {Quoted(child.Description)}";
        foreach (var argument in command.Arguments)
            if (CompletionOf(argument.Values) is { } values)
                yield return $"{here} {values}";
        foreach (var option in command.Options)
            yield return $"{here} {string.Join(' ', option.Names.Select(Flag))}{ValueOf(option)} -d {Quoted(option.Description)}";
    }

    private static string Flag(string name) => name.StartsWith("--", StringComparison.Ordinal) ? $"-l {name[2..]}" : $"-s {name[1..]}";

    private static string ValueOf(OptionNode option) =>
        option.Value is null ? "" : CompletionOf(option.Values) is { } values ? $" -r {values}" : " -x";

    private static string? CompletionOf(ValueKind values) => values switch
    {
        { IsFile: true } => "-F",
        { IsDirectory: true } => "-f -a '(__fish_complete_directories)'",
        { Words: [_, ..] words } => $"-f -a '{string.Join(' ', words)}'",
        { Asked: [_, ..] asked } => $"-f -a '(__adit_names {string.Join(' ', asked)})'",
        _ => null,
    };

    private static string Quoted(string text) =>
        $"'{text.Split('\n')[0].TrimEnd('\r').Replace("\\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal)}'";
}
