using Adit.Server.Control;
using Adit.Server.Tests.Control;

namespace Adit.Cli.Tests.Manual;

/// <summary>The completion scripts in the shells that they are for.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly TemporaryDirectory _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task A_shell_completes_a_command(string shell) => Assert.Equal("adit user", await CompleteAsync(shell, "adit us"));

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task A_shell_completes_a_command_below_another(string shell) => Assert.Equal("adit user passwd", await CompleteAsync(shell, "adit user p"));

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task A_shell_completes_an_option(string shell) => Assert.Equal("adit events --follow", await CompleteAsync(shell, "adit events --fo"));

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task A_shell_completes_the_value_of_an_option(string shell) => Assert.Equal("adit status -o json", await CompleteAsync(shell, "adit status -o j"));

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task A_shell_completes_the_name_of_an_account(string shell)
    {
        await using var fixture = await CliFixture.StartAsync();
        foreach (var name in new[] { "anna", "bartholomew" })
            fixture.Server.Accounts.Add(new AccountView(name, Enabled: true, null, FakeServerControl.Started, "ms-chap-v2"));

        Assert.Equal($"adit user enable --state {fixture.StateDirectory} bartholomew",
            await CompleteAsync(shell, $"adit user enable --state {fixture.StateDirectory} ba"));
    }

    [Fact]
    public async Task A_name_is_never_run_by_the_shell()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Accounts.Add(new AccountView($"x$(touch {_home.Path}/run)", Enabled: true, null, FakeServerControl.Started, "ms-chap-v2"));

        await CompleteAsync("bash", $"adit user enable --state {fixture.StateDirectory} x");

        Assert.False(File.Exists(Path.Combine(_home.Path, "run")));
    }

    /// <summary>The command line after the tab key.</summary>
    private async Task<string> CompleteAsync(string shell, string line)
    {
        var script = Path.Combine(_home.Path, $"adit.{shell}");
        await File.WriteAllTextAsync(script, (await CliFixture.RunAsync(["completion", shell])).Output);
        return shell switch
        {
            "bash" => Joined(line, await RunAsync("bash", "--norc", "-c", $$"""
                source {{script}}
                complete -p adit > /dev/null || exit 1
                COMP_WORDS=({{line}}) COMP_CWORD={{line.Split(' ').Length - 1}}
                _adit
                echo "${COMPREPLY[@]}"
                """)),
            "fish" => Joined(line, (await RunAsync("fish", "-c", $"source {script}; complete -C '{line}'")).Split('\t')[0]),
            _ => await TypeInZshAsync(script, line),
        };
    }

    /// <summary>A real zsh at a terminal of its own, into which the line and the tab key are typed.</summary>
    private async Task<string> TypeInZshAsync(string script, string line)
    {
        await File.WriteAllTextAsync(Path.Combine(_home.Path, ".zshrc"), $$"""
            PROMPT=
            autoload -Uz compinit
            compinit -u -D
            source {{script}}
            show() { print -r -- "LINE<$BUFFER>END" }
            zle -N show
            bindkey '^X' show
            bindkey '^I' complete-word
            print READY
            """);
        var printed = await RunAsync("zsh", "-f", "-c", $$"""
            zmodload zsh/zpty
            zpty shell zsh -i
            zpty -r shell out '*READY*'
            zpty -n -w shell $'{{line}}\t\x18'
            zpty -r shell out '*LINE<*>END*'
            print -r -- "$out"
            zpty -d shell
            """);
        var from = printed.IndexOf("LINE<", StringComparison.Ordinal) + 5;
        return printed[from..printed.IndexOf(">END", from, StringComparison.Ordinal)].TrimEnd();
    }

    private Task<string> RunAsync(string file, params string[] args) =>
        OtherProgram.RunAsync(file, args, ("HOME", _home.Path), ("ZDOTDIR", _home.Path), ("XDG_CONFIG_HOME", _home.Path), ("XDG_DATA_HOME", _home.Path));

    private static string Joined(string line, string word) => $"{line[..(line.LastIndexOf(' ') + 1)]}{word.Trim()}";
}
