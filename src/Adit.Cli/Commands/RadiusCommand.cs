using System.CommandLine;
using System.Globalization;
using Adit.Cli.Output;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary><c>adit radius</c>: who may ask us, whom we ask, and whether they answer.</summary>
internal static class RadiusCommand
{
    public static Command Create(Terminal terminal) => new("radius", "See RADIUS clients and servers, and try the servers")
    {
        CreateList(terminal),
        CreateTest(terminal),
        RadiusClientCommand.Create(terminal),
    };

    private static Command CreateList(Terminal terminal) => new Command("list", "List RADIUS clients, servers with their state, and waiting reports").AsksServer(
        async (client, parsed, cancellationToken) =>
        {
            var radius = await client.GetRadiusAsync(cancellationToken);
            if (parsed.WantsJson())
                terminal.WriteJson(radius, CliJson.Readable.RadiusView);
            else
                Write(terminal, radius);

            return ExitCode.Done;
        });

    private static Command CreateTest(Terminal terminal)
    {
        var group = new Argument<string>("GROUP") { Description = "A group of 'radius.groups'" };
        var user = new Option<string>("--user") { Description = "Have this user decided on with MS-CHAPv2; the password is asked for", HelpName = "NAME" };
        var password = new PasswordOptions();
        var command = new Command("test", "Ask the servers of a group whether they are there, or have one decide on a user") { group, user };
        password.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(user) is null && password.AreGiven(result))
                result.AddError("--password-file and --password-stdin need --user.");
        });
        return command.AsksServer(async (client, parsed, cancellationToken) =>
        {
            var name = parsed.GetValue(user);
            var order = new RadiusTestOrder(
                parsed.GetRequiredValue(group), name, name is null ? null : password.Read(parsed, terminal, isNew: false));
            var test = await client.TestRadiusAsync(order, cancellationToken);
            if (parsed.WantsJson())
                terminal.WriteJson(test, CliJson.Readable.RadiusTestView);
            else
                Write(terminal, test);

            return test.Passed ? ExitCode.Done : ExitCode.Failed;
        });
    }

    private static void Write(Terminal terminal, RadiusView radius)
    {
        var clients = new Table("CLIENT", "ADDRESS", "CHANGES SESSIONS");
        foreach (var client in radius.Clients)
            clients.Add(client.Name, client.Address, client.MayChangeSessions ? "yes" : "no");
        clients.WriteTo(terminal);

        terminal.Output.WriteLine();
        var servers = new Table("GROUP", "SERVER", "FOR", "STATE", "WAITING", "SENT", "ANSWERED", "LOST", "DROPPED");
        foreach (var server in radius.Servers)
            servers.Add(server.Group, server.Server, server.For, server.Up ? "up" : "given up",
                Number(server.Waiting), Number(server.Sent), Number(server.Answered), Number(server.Lost), Number(server.Dropped));
        servers.WriteTo(terminal);

        foreach (var reports in radius.Reports.Where(one => one.KeptBytes > 0 || one.Lost > 0))
            terminal.Output.WriteLine($"ATTENTION: {Humane.Bytes(reports.KeptBytes)} of reports on sessions wait for {reports.Group}, and {Number(reports.Lost)} were lost");
    }

    private static void Write(Terminal terminal, RadiusTestView test)
    {
        if (test.Servers.Count > 0)
        {
            var table = new Table("SERVER", "ANSWER");
            foreach (var server in test.Servers)
                table.Add(server.Server, server.Milliseconds is { } time ? string.Create(CultureInfo.InvariantCulture, $"after {time:0.0} ms") : "none");
            table.WriteTo(terminal);
            return;
        }

        new Properties()
            .Add("answer", test.Answer ?? "none")
            .Add("server", test.Server)
            .Add("failure", test.Failure is { } code ? $"{code}: see 'adit explain {code}'" : null)
            .WriteTo(terminal.Output);
        foreach (var attribute in test.Attributes)
            terminal.Output.WriteLine($"  {attribute.Name} = {Printable.Clean(attribute.Value)}");
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
