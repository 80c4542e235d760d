using System.CommandLine;
using System.Text.Json.Nodes;
using Adit.Cli.Output;
using Adit.Server.Configuration;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary><c>adit config</c>: what can be said about a configuration before a server uses it, and about the one in force.</summary>
internal static class ConfigCommand
{
    public static Command Create(Terminal terminal) => new("config", "Check, show and describe the configuration")
    {
        CreateCheck(terminal),
        CreateShow(terminal),
        CreateSchema(terminal),
    };

    private static Command CreateCheck(Terminal terminal)
    {
        var file = new Argument<string?>("FILE") { Description = "The file; adit.yaml in the state directory where it is left out", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("check", "Check a configuration, here, without a server") { file, CommonOptions.State, CommonOptions.Format };
        command.SetAction(parsed => Check(
            parsed.GetValue(file) ?? Path.Combine(parsed.GetRequiredValue(CommonOptions.State), "adit.yaml"), parsed.WantsJson(), terminal));
        return command;
    }

    private static int Check(string file, bool wantsJson, Terminal terminal)
    {
        var faults = ConfigurationFile.Check(file);
        if (wantsJson)
            terminal.WriteJson(new ConfigCheckView(file, faults), CliJson.Readable.ConfigCheckView);
        else if (faults.Count == 0)
            terminal.Output.WriteLine($"{Printable.Clean(file)}: no fault");
        else
            foreach (var fault in faults)
                Write(file, fault, terminal.Output);

        return faults.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static void Write(string file, ConfigurationFault fault, TextWriter output)
    {
        output.WriteLine(FormattableString.Invariant(
            $"{Printable.Clean(file)}:{fault.Line}:{fault.Column}: {Printable.Clean(fault.Problem)}"));
        output.WriteLine($"  Next: {Printable.Clean(fault.NextStep)}");
    }

    private static Command CreateShow(Terminal terminal)
    {
        var file = new Argument<string?>("FILE") { Description = "A file; the running server's configuration where it is left out", Arity = ArgumentArity.ZeroOrOne };
        var format = CreateFormat();
        var command = new Command("show", "Show every key with the value it has") { file, CommonOptions.State, format };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var tree = parsed.GetValue(file) is { } path
                ? Show(path)
                : await AskAsync(parsed.GetRequiredValue(CommonOptions.State), cancellationToken);
            terminal.Output.WriteLine(parsed.GetRequiredValue(format) == "json"
                ? ConfigurationFile.ToJson(tree)
                : ConfigurationFile.ToYaml(tree).TrimEnd());
            return ExitCode.Done;
        });
        return command;
    }

    private static Option<string> CreateFormat()
    {
        var format = new Option<string>("--output", "-o")
        {
            Description = "yaml to be used as a file, json for programs",
            HelpName = "yaml|json",
            DefaultValueFactory = _ => "yaml",
        };
        format.AcceptOnlyFromAmong("yaml", "json");
        return format;
    }

    private static JsonObject Show(string path)
    {
        try
        {
            return ConfigurationFile.Show(path);
        }
        catch (ConfigurationException e)
        {
            throw new CliException(ExitCode.Failed, e.Message, $"Correct the file; 'adit config check {path}' says how.");
        }
    }

    private static async Task<JsonObject> AskAsync(string state, CancellationToken cancellationToken)
    {
        using var client = new ControlClient(state);
        return await client.GetConfigurationAsync(cancellationToken);
    }

    private static Command CreateSchema(Terminal terminal)
    {
        var command = new Command("schema", "Print the JSON Schema of adit.yaml, for editors");
        command.SetAction(_ =>
        {
            terminal.Output.WriteLine(ConfigurationFile.ToJson(ConfigurationFile.Schema()));
            return ExitCode.Done;
        });
        return command;
    }
}
