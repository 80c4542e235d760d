namespace Adit.Cli.Manual;

/// <summary>Writes the completion of the command tree for zsh.</summary>
internal static class ZshCompletion
{
    public static string Write(CommandNode root)
    {
        var commands = root.All.ToList();
        return $$"""
            #compdef adit
            # Completion of adit for zsh, made by 'adit completion zsh'.
            # To try it: source <(adit completion zsh)    To keep it: adit completion zsh > /usr/local/share/zsh/site-functions/_adit

            _adit_names() {
                local -a names=("${(@f)$(command adit complete "$@" "${state[@]}" 2> /dev/null)}")
                compadd -a names
            }

            _adit() {
                local path_=adit option= word
                local -a state=() commands=() options=()
                for word in "${(@)words[2,CURRENT-1]}"; do
                    if [[ -n $option ]]; then
                        [[ $option != --state ]] || state=(--state "$word")
                        option=
                        continue
                    fi
                    case "$path_/$word" in
                        ({{string.Join('|', commands.Skip(1).Select(BashCompletion.PathOf))}}) path_=$path_/$word ;;
                        ({{string.Join('|', BashCompletion.OptionsWithValue(commands).Select(name => $"*/{name}"))}}) option=$word ;;
                    esac
                done
                if [[ -n $option ]]; then
                    case "$path_ $option" in
            {{Lines(commands.SelectMany(ValuesOf))}}
                    esac
                    return
                fi
                case $path_ in
            {{Lines(commands.Select(WordsOf))}}
                esac
            }

            if [[ $funcstack[1] == _adit ]]; then
                _adit "$@"
            else
                compdef _adit adit
            fi

            """;
    }

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines.Select(line => "            " + line));

    private static IEnumerable<string> ValuesOf(CommandNode command) =>
        from option in command.Options
        where option.Value is not null && CompletionOf(option.Values) is not null
        from name in option.Names
        select $"('{BashCompletion.PathOf(command)} {name}') {CompletionOf(option.Values)} ;;";

    private static string? CompletionOf(ValueKind values) => values switch
    {
        { IsFile: true } => "_files",
        { IsDirectory: true } => "_files -/",
        { Words: [_, ..] words } => $"compadd -- {string.Join(' ', words)}",
        { Asked: [_, ..] asked } => $"_adit_names {string.Join(' ', asked)}",
        _ => null,
    };

    private static string WordsOf(CommandNode command)
    {
        var commands = command.Commands.Select(child => Described(child.Path[^1], child.Description));
        var options = command.Options.SelectMany(option => option.Names.Select(name => Described(name, option.Description)));
        var arguments = command.Arguments.Select(argument => CompletionOf(argument.Values)).OfType<string>();
        return $"({BashCompletion.PathOf(command)}) commands=({string.Join(' ', commands)}) options=({string.Join(' ', options)})"
            + string.Concat(arguments.Select(argument => $"; {argument}"))
            + "; _describe -t commands command commands; _describe -o -t options option options ;;";
    }

    private static string Described(string name, string description) =>
        $"'{name.Replace(":", "\\:", StringComparison.Ordinal)}:{FirstLine(description).Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static string FirstLine(string text) => text.Split('\n')[0].TrimEnd('\r');
}
