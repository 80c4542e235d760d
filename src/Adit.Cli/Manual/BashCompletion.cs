namespace Adit.Cli.Manual;

/// <summary>Writes the completion of the command tree for bash.</summary>
internal static class BashCompletion
{
    public static string Write(CommandNode root)
    {
        var commands = root.All.ToList();
        return $$"""
            # Completion of adit for bash, made by 'adit completion bash'.
            # To try it: source <(adit completion bash)    To keep it: adit completion bash > /etc/bash_completion.d/adit

            # Names from the server are compared and quoted, never expanded.
            _adit_names() {
                local name
                while IFS= read -r name; do
                    [[ $name == "$cur"* ]] && COMPREPLY+=("$(printf %q "$name")")
                done < <(command adit complete "$@" "${state[@]}" 2> /dev/null)
            }

            _adit() {
                local cur=${COMP_WORDS[COMP_CWORD]} path=adit option= word commands= options= names= i
                local -a state=()
                COMPREPLY=()
                for ((i = 1; i < COMP_CWORD; i++)); do
                    word=${COMP_WORDS[i]}
                    if [[ $option ]]; then
                        [[ $option != --state ]] || state=(--state "$word")
                        option=
                        continue
                    fi
                    case "$path/$word" in
                        {{string.Join(" | ", commands.Skip(1).Select(PathOf))}}) path=$path/$word ;;
                        {{string.Join(" | ", OptionsWithValue(commands).Select(name => $"*/{name}"))}}) option=$word ;;
                    esac
                done
                if [[ $option ]]; then
                    case "$path $option" in
            {{Lines(commands.SelectMany(ValuesOf))}}
                    esac
                    return
                fi
                case $path in
            {{Lines(commands.Select(WordsOf))}}
                esac
                if [[ $cur == -* ]]; then
                    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$cur")
                else
                    mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$cur")
                    [[ ! $names ]] || _adit_names $names
                fi
            }

            complete -F _adit adit

            """;
    }

    internal static string PathOf(CommandNode command) => string.Join('/', command.Path);

    internal static IEnumerable<string> OptionsWithValue(IEnumerable<CommandNode> commands) => commands
        .SelectMany(command => command.Options).Where(option => option.Value is not null).SelectMany(option => option.Names)
        .Distinct(StringComparer.Ordinal);

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines.Select(line => "            " + line));

    private static IEnumerable<string> ValuesOf(CommandNode command) =>
        from option in command.Options
        where option.Value is not null && CompletionOf(option.Values) is not null
        from name in option.Names
        select $"'{PathOf(command)} {name}') {CompletionOf(option.Values)} ;;";

    private static string? CompletionOf(ValueKind values) => values switch
    {
        { IsFile: true } => "compopt -o filenames 2> /dev/null; mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")",
        { IsDirectory: true } => "compopt -o filenames 2> /dev/null; mapfile -t COMPREPLY < <(compgen -d -- \"$cur\")",
        { Words: [_, ..] words } => $"mapfile -t COMPREPLY < <(compgen -W '{string.Join(' ', words)}' -- \"$cur\")",
        { Asked: [_, ..] asked } => $"_adit_names {string.Join(' ', asked)}",
        _ => null,
    };

    private static string WordsOf(CommandNode command) =>
        $"{PathOf(command)}) commands='{string.Join(' ', Offered(command))}' options='{string.Join(' ', command.Options.SelectMany(option => option.Names))}'"
        + $" names='{string.Join(' ', command.Arguments.SelectMany(argument => argument.Values.Asked))}' ;;";

    private static IEnumerable<string> Offered(CommandNode command) =>
        command.Commands.Select(child => child.Path[^1]).Concat(command.Arguments.SelectMany(argument => argument.Values.Words));
}
