using System.CommandLine;
using System.Globalization;
using Adit.Cli.Output;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary><c>adit status</c>: how the server does.</summary>
internal static class StatusCommand
{
    public static Command Create(Terminal terminal) => new Command("status", "Show how the server does").AsksServer(
        async (client, parsed, cancellationToken) =>
        {
            var status = await client.GetStatusAsync(cancellationToken);
            if (parsed.WantsJson())
                terminal.WriteJson(status, CliJson.Readable.ServerStatus);
            else
                Write(terminal, status);

            return ExitCode.Done;
        });

    private static void Write(Terminal terminal, ServerStatus status)
    {
        PropertiesOf(status).WriteTo(terminal.Output);
        if (status.Certificates.Count > 1 || status.Certificates.Any(one => one.Problem is not null))
            Write(terminal, status.Certificates);
    }

    private static void Write(Terminal terminal, IReadOnlyList<ShownCertificateView> certificates)
    {
        terminal.Output.WriteLine();
        var table = new Table("SHOWN FOR", "FROM", "EXPIRES", "SHA-256");
        foreach (var one in certificates)
            table.Add(string.Join(", ", one.Names), one.Source, Humane.Time(one.NotAfterUtc), one.Sha256);
        table.WriteTo(terminal);
        foreach (var problem in certificates.Select(one => one.Problem).OfType<string>())
            terminal.Output.WriteLine($"ATTENTION: {Printable.Clean(problem)}");
    }

    private static string? RadiusOf(IReadOnlyList<RadiusServerView> servers)
    {
        var down = servers.Where(server => !server.Up).Select(server => $"{server.Server} of {server.Group}").ToList();
        return servers.Count == 0 ? null : down.Count == 0 ? "all there" : $"given up: {string.Join(", ", down)}";
    }

    private static string UseOf(PoolView pool) => string.Create(CultureInfo.InvariantCulture,
        $"{pool.Prefix}: {pool.Used} used{(pool.Free is { } free ? $", {free} free" : "")}");

    private static Properties PropertiesOf(ServerStatus status) => new Properties()
        .Add("version", status.Version)
        .Add("state", status.Draining ? "draining: new calls are turned away" : "running")
        .Add("DATABASE", status.DatabaseAwaySeconds is { } away ? $"AWAY for {Humane.Seconds(away)}: log-ins go on from what was last seen" : null)
        .Add("started", Humane.Time(status.StartedUtc))
        .Add("directory", status.StateDirectory)
        .Add("listening", status.Listeners.Count > 0 ? string.Join(", ", status.Listeners) : "nowhere")
        .Add("  without TLS", status.PlainListeners.Count > 0 ? string.Join(", ", status.PlainListeners) : null)
        .Add("certificate", status.Certificate?.Subject ?? "none")
        .Add("  expires", status.Certificate is { } certificate ? Humane.Time(certificate.NotAfterUtc) : null)
        .Add("  sha-256", status.Certificate?.Sha256)
        .Add("revocation", status.Publication?.WhyNot is { } why ? $"certificates carry no address of a list: {why}" : status.Publication?.List)
        .Add("pool", UseOf(status.Pool))
        .AddEach(status.Pools.Select(pool => ($"  {pool.Name}", UseOf(pool))))
        .Add("RADIUS servers", RadiusOf(status.RadiusServers))
        .Add("sessions", status.Sessions.ToString(CultureInfo.InvariantCulture))
        .Add("half-open", status.HalfOpen.ToString(CultureInfo.InvariantCulture));
}
