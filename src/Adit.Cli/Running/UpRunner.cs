using Microsoft.Extensions.DependencyInjection;
using Adit.Server.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Adit.Cli.Running;

/// <summary>Runs the server in the foreground until it is told to stop.</summary>
internal static class UpRunner
{
    public static async Task<int> RunAsync(UpOptions options, Terminal terminal, CancellationToken cancellationToken)
    {
        await Task.Yield(); // signals are heard only once the command line has its task back
        using var loggers = LoggerFactory.Create(logging => logging
            .AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
                console.UseUtcTimestamp = true;
                console.ColorBehavior = LoggerColorBehavior.Disabled;
            })
            .AddFilter("Microsoft", LogLevel.Warning)
            .Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
        await using var server = await StartAsync(options, loggers);
        await terminal.Output.WriteLineAsync(server.HowToConnect);
        await terminal.Output.FlushAsync(cancellationToken);
        await Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        await terminal.Error.WriteLineAsync("Stopping: sessions are told goodbye, interface and rules are taken away.");
        return ExitCode.Done;
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
}
