using Adit.Cli.Commands;
using Adit.Cli.Running.Logging;
using Adit.Server.Control;
using Adit.Server.Hosting;
using Adit.Server.Privileges;
using Adit.Server.Service;
using Microsoft.Extensions.Logging;

namespace Adit.Cli.Running;

/// <summary>Runs the server in the foreground until it is told to stop. SIGHUP has it read its configuration again.</summary>
internal static class UpRunner
{
    public static async Task<int> RunAsync(UpOptions options, string user, Terminal terminal, CancellationToken cancellationToken)
    {
        await Task.Yield(); // signals are heard only once the command line has its task back
        BecomeUser(options, user, terminal);
        using var loggers = CreateLoggers();
        using var manager = ServiceManager.FromEnvironment();
        await using var server = await StartAsync(options, loggers);
        await terminal.Output.WriteLineAsync(server.HowToConnect);
        await terminal.Output.FlushAsync(cancellationToken);
        var running = HangUpSignal.RunAsync(() => ReloadAsync(server, manager), cancellationToken);
        manager.Ready("Taking calls"); // a reload may follow at once
        await running;
        manager.Stopping();
        await SayAsync(terminal.Error, "Stopping: sessions are told goodbye, interface and rules are taken away.");
        return ExitCode.Done;
    }

    private static ILoggerFactory CreateLoggers() => LoggerFactory.Create(logging => logging
        .AddProvider(new LineLoggers(Console.OpenStandardError(), TimeProvider.System))
        .AddFilter("Microsoft", LogLevel.Warning));

    /// <summary>Does not return where the process has become the server's user.</summary>
    private static void BecomeUser(UpOptions options, string user, Terminal terminal)
    {
        try
        {
            if (ServerUser.MustBecome(user))
                terminal.Error.WriteLine(ServerUser.Become(user, options, UpCommand.Write(options)));
        }
        catch (StartupException e)
        {
            throw new CliException(ExitCode.Failed, e.Message, e.NextStep);
        }
    }

    private static async Task<ServerHost> StartAsync(UpOptions options, ILoggerFactory loggers)
    {
        try
        {
            return await ServerHost.StartAsync(options, loggers);
        }
        catch (StartupException e)
        {
            throw new CliException(ExitCode.Failed, e.Message, e.NextStep);
        }
    }

    /// <summary>The outcome is in the log; what started us is told, too.</summary>
    private static async Task ReloadAsync(ServerHost server, ServiceManager manager)
    {
        manager.Reloading();
        try
        {
            var reload = await server.ReloadAsync(CancellationToken.None);
            manager.Ready($"Taking calls; the configuration was read again, {reload.Changes.Count} changed");
        }
        catch (ControlException e)
        {
            manager.Ready($"Taking calls; the configuration was refused: {e.Problem.Cause.Split('\n')[0]}");
        }
    }

    /// <summary>A terminal that was closed must not keep the server from ending in order.</summary>
    private static async Task SayAsync(TextWriter output, string line)
    {
        try
        {
            await output.WriteLineAsync(line);
        }
        catch (IOException)
        {
            return;
        }
    }
}
