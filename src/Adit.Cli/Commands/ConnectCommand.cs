using System.CommandLine;
using System.Globalization;
using System.Net;

namespace Adit.Cli.Commands;

/// <summary><c>adit connect</c>: runs the client.</summary>
internal static class ConnectCommand
{
    private const int HttpsPort = 443;

    public static Command Create(Terminal terminal)
    {
        var host = new Argument<string>("HOST") { Description = "The server's name or address" };
        var user = new Option<string>("--user") { Description = "The name to sign in with", HelpName = "NAME", Required = true };
        var password = new PasswordOptions();
        var ca = new Option<string?>("--ca") { Description = "Trust the authorities in this PEM file instead of the machine's", HelpName = "FILE" };
        var sni = new Option<string?>("--sni") { Description = "The name to ask for in TLS, where it is not HOST", HelpName = "NAME" };
        var port = CreatePort();
        var noDefaultRoute = new Option<bool>("--no-default-route") { Description = "Leave the default route: only the server's networks and those of --route lead into the tunnel" };
        var route = RouteOption.Create();
        var noReconnect = new Option<bool>("--no-reconnect") { Description = "End when the connection is lost, rather than make it again" };
        var json = new Option<bool>("--json") { Description = "Print events as JSON lines" };

        var command = new Command("connect", "Connect to a server") { host, user, ca, sni, port, noDefaultRoute, route, noReconnect, json };
        password.AddTo(command);
        command.SetAction((parsed, cancellationToken) => EntryPoints.ConnectAsync(
            new ConnectOptions(
                parsed.GetRequiredValue(host), parsed.GetRequiredValue(user), password.Read(parsed, terminal, isNew: false),
                parsed.GetValue(ca), parsed.GetValue(sni), parsed.GetValue(port), !parsed.GetValue(noDefaultRoute),
                !parsed.GetValue(noReconnect), parsed.GetValue(json)) { Routes = parsed.GetValue(route)! },
            terminal, cancellationToken));
        return command;
    }

    private static Option<int> CreatePort() => new("--port")
    {
        Description = "The server's TCP port",
        HelpName = "N",
        DefaultValueFactory = _ => HttpsPort,
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                && port is > 0 and <= IPEndPoint.MaxPort)
                return port;

            result.AddError($"--port is to be a number from 1 to {IPEndPoint.MaxPort}.");
            return 0;
        },
    };
}
