using System.CommandLine;
using System.Text.Json;
using Adit.Cli.Output;
using Adit.Client;

namespace Adit.Cli.Commands;

/// <summary><c>adit lockdown</c>: whether this machine is locked down, and the way out.</summary>
internal static class LockdownCommand
{
    public static Command Create(Terminal terminal) => new("lockdown", "Show or lift the lockdown that 'adit connect --lockdown' left")
    {
        CreateStatus(terminal),
        CreateOff(terminal),
    };

    private static Command CreateStatus(Terminal terminal)
    {
        var command = new Command("status", "Show what may leave this machine") { CommonOptions.Format };
        command.SetAction(parsed =>
        {
            var view = LockdownView.Of(ActiveLockdown.Find());
            if (parsed.WantsJson())
                terminal.Output.WriteLine(JsonSerializer.Serialize(view, CliJson.Readable.LockdownView));
            else
                Write(view, terminal);
        });
        return command;
    }

    private static Command CreateOff(Terminal terminal)
    {
        var command = new Command("off", "Let everything leave again");
        command.SetAction(_ =>
        {
            terminal.Output.WriteLine(ActiveLockdown.Lift() ? "The lockdown is lifted." : "There was no lockdown.");
        });
        return command;
    }

    private static void Write(LockdownView view, Terminal terminal) => new Properties()
        .Add("Lockdown", view.IsOn ? "on" : "off")
        .Add("LAN", view.IsOn ? view.LetsLanThrough ? "reachable" : "blocked" : null)
        .Add("Tunnels", view.IsOn ? view.Tunnels.Count > 0 ? string.Join(", ", view.Tunnels) : "none is up" : null)
        .Add("Servers", view.IsOn ? string.Join(", ", view.Servers.Select(server => $"{server.Name} ({server.Address}, port {server.Port})")) : null)
        .WriteTo(terminal.Output);
}

/// <summary>What may leave the machine.</summary>
/// <param name="IsOn">Whether anything is blocked at all.</param>
/// <param name="LetsLanThrough">Whether the LAN is reachable.</param>
/// <param name="Tunnels">The interfaces of tunnels that are up.</param>
/// <param name="Servers">The servers and proxies that may be reached.</param>
internal sealed record LockdownView(bool IsOn, bool LetsLanThrough, IReadOnlyList<string> Tunnels, IReadOnlyList<LockdownServerView> Servers)
{
    public static LockdownView Of(ActiveLockdown? state) => state is null
        ? new LockdownView(IsOn: false, LetsLanThrough: false, [], [])
        : new LockdownView(IsOn: true, state.LetsLanThrough, state.Tunnels,
            [.. state.Servers.Select(server => new LockdownServerView(server.Name, server.EndPoint.Address.ToString(), server.EndPoint.Port))]);
}

/// <summary>A server that may be reached.</summary>
internal sealed record LockdownServerView(string? Name, string Address, int Port);
