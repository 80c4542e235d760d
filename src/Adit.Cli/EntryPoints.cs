using Adit.Cli.Demo;
using Adit.Cli.Running;
using Adit.Server.Hosting;

namespace Adit.Cli;

/// <summary>Where the commands that run for long, rather than ask a running server, leave the command line.</summary>
internal static class EntryPoints
{
    public static Task<int> UpAsync(UpOptions options, string user, Terminal terminal, CancellationToken cancellationToken) =>
        UpRunner.RunAsync(options, user, terminal, cancellationToken);

    public static Task<int> ConnectAsync(ConnectOptions options, Terminal terminal, CancellationToken cancellationToken) =>
        HangUp.EndsAsync(ending => ConnectRunner.RunAsync(options, terminal, ending), cancellationToken);

    public static Task<int> DemoAsync(DemoOptions options, Terminal terminal, CancellationToken cancellationToken) => options.Part switch
    {
        DemoPart.Site => IntranetSite.RunAsync(terminal, cancellationToken),
        DemoPart.Visitor => Visitor.RunAsync(terminal, cancellationToken),
        _ => HangUp.EndsAsync(ending => DemoRunner.RunAsync(options, terminal, ending), cancellationToken),
    };
}
