using System.CommandLine;
using Adit.Cli.Commands;
using Adit.Client;
using Adit.Server.Control;

namespace Adit.Cli;

/// <summary>The <c>adit</c> command: parses, runs, and turns every failure into cause, next step and exit code.</summary>
internal static class AditCommand
{
    /// <summary>How long a server told to stop has for letting its callers go.</summary>
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellationToken)
    {
        // A name that begins with @ is a name: no argument is ever a file of arguments.
        var parsed = Create(terminal).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0 && parsed.Action is not { ClearsParseErrors: true })
            return ReportUsage(parsed, terminal.Error);

        var command = NameOf(parsed);
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = terminal.Output,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TimeToStop,
            }, cancellationToken);
        }
        catch (CliException exception)
        {
            return Report(terminal.Error, command, exception.Message, exception.NextStep, exception.ExitCode);
        }
        catch (ControlException exception)
        {
            return Report(terminal.Error, command, exception.Problem.Cause, exception.Problem.NextStep, ToExitCode(exception.Fault));
        }
        catch (LockdownException exception)
        {
            return Report(terminal.Error, command, exception.Message, "Run it as root, with nftables installed.", ExitCode.Failed);
        }
        catch (OperationCanceledException)
        {
            return Report(terminal.Error, command, "It was interrupted.", "Run it again.", ExitCode.Failed);
        }
        catch (UnauthorizedAccessException exception)
        {
            return Report(terminal.Error, command, exception.Message, "Run it as root, or check the owner of that path.", ExitCode.Denied);
        }
        catch (IOException exception)
        {
            return Report(terminal.Error, command, exception.Message, "Check the path, the disk and the network.", ExitCode.Failed);
        }
    }

    /// <summary>All commands.</summary>
    internal static RootCommand Create(Terminal terminal) => new("""
        A remote-access VPN server and client for the protocols that Windows speaks.
        Exit codes: 0 done, 1 failed, 2 usage, 3 findings, 5 not found, 6 denied, 7 no server, 8 a connection of a file refused for good.
        """)
    {
        UpCommand.Create(terminal),
        ConnectCommand.Create(terminal),
        ConnectionCommand.Create(terminal),
        ProfileCommand.Create(terminal),
        LockdownCommand.Create(terminal),
        LoadCommand.Create(terminal),
        DemoCommand.Create(terminal),
        StatusCommand.Create(terminal),
        SessionsCommand.Create(terminal),
        DisconnectCommand.Create(terminal),
        DenyCommand.CreateDeny(terminal),
        DenyCommand.CreateAllow(terminal),
        DrainCommand.Create(terminal),
        FiltersCommand.Create(terminal),
        PolicyCommand.Create(terminal),
        ConfigCommand.Create(terminal),
        ReloadCommand.Create(terminal),
        CertCommand.Create(terminal),
        CaCommand.Create(terminal),
        ServiceCommand.Create(terminal),
        UserCommand.Create(terminal),
        RadiusCommand.Create(terminal),
        EventsCommand.Create(terminal),
        AuditCommand.Create(terminal),
        LogCommand.Create(terminal),
        MetricsCommand.Create(terminal),
        WhyCommand.Create(terminal),
        AttemptsCommand.Create(terminal),
        AttemptCommand.Create(terminal),
        ExplainCommand.Create(terminal),
        DoctorCommand.Create(terminal),
        SupportBundleCommand.Create(terminal),
        ApiCommand.Create(terminal),
        CompletionCommand.Create(terminal),
        ManCommand.Create(terminal),
        CompleteCommand.Create(terminal),
    };

    private static int ReportUsage(ParseResult parsed, TextWriter error)
    {
        var causes = parsed.Errors.Select(problem => Output.Printable.Clean(problem.Message)).Distinct(StringComparer.Ordinal);
        return Report(error, NameOf(parsed), string.Join(' ', causes), $"See '{NameOf(parsed)} --help'.", ExitCode.Usage);
    }

    /// <summary>The command in full: <c>adit user add</c>.</summary>
    private static string NameOf(ParseResult parsed)
    {
        var words = new List<string>();
        for (var result = parsed.CommandResult; result is not null; result = result.Parent as System.CommandLine.Parsing.CommandResult)
            words.Insert(0, result.Command is RootCommand ? "adit" : result.Command.Name);

        return string.Join(' ', words);
    }

    private static int Report(TextWriter error, string command, string cause, string nextStep, int exitCode)
    {
        error.WriteLine($"{command} failed.");
        error.WriteLine($"  Cause: {Indented(cause)}");
        error.WriteLine($"  Next:  {Indented(nextStep)}");
        return exitCode;
    }

    /// <summary>A configuration has many faults, each on a line of its own; no line can pass for one of ours.</summary>
    private static string Indented(string text) =>
        string.Join("\n         ", text.ReplaceLineEndings("\n").Split('\n').Select(Output.Printable.Clean));

    private static int ToExitCode(ControlFault fault) => fault switch
    {
        ControlFault.NotRunning => ExitCode.NoServer,
        ControlFault.Denied => ExitCode.Denied,
        ControlFault.NotFound => ExitCode.NotFound,
        _ => ExitCode.Failed,
    };
}
