using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Adit.Cli.Certificates;
using Adit.Cli.Output;
using Adit.Server.Configuration;
using Adit.Server.Control;

namespace Adit.Cli.Commands;

/// <summary><c>adit radius client</c>: who may ask us, what became of their packets, and a secret for one more.</summary>
internal static class RadiusClientCommand
{
    private const int SecretDigits = 64;
    private const string SecretFolder = "/etc/adit";

    public static Command Create(Terminal terminal) => new("client", "See who may ask over RADIUS, and make a secret for another")
    {
        CreateList(terminal),
        CreateShow(terminal),
        CreateNew(terminal),
    };

    private static Command CreateList(Terminal terminal) => new Command("list", "List RADIUS clients with what became of their packets").AsksServer(
        async (client, parsed, cancellationToken) =>
        {
            var clients = (await client.GetRadiusAsync(cancellationToken)).Clients;
            if (parsed.WantsJson())
                terminal.WriteJson(clients, CliJson.Readable.IReadOnlyListRadiusClientView);
            else
                Write(terminal, clients);
            return ExitCode.Done;
        });

    private static Command CreateShow(Terminal terminal)
    {
        var wanted = new Argument<string>("NAME") { Description = "A client's name, or an address that asks" };
        return new Command("show", "Show a RADIUS client, or which one an address belongs to") { wanted }.AsksServer(async (client, parsed, cancellationToken) =>
        {
            var name = parsed.GetRequiredValue(wanted);
            var found = Find((await client.GetRadiusAsync(cancellationToken)).Clients, name)
                ?? throw new CliException(ExitCode.NotFound, $"No RADIUS client is called '{name}' or asks from there.", "See 'adit radius client list'.");
            if (parsed.WantsJson())
                terminal.WriteJson(found, CliJson.Readable.RadiusClientView);
            else
                Write(terminal, found);
            return ExitCode.Done;
        });
    }

    private static Command CreateNew(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { Description = "What the records are to call it" };
        var address = new Option<string>("--address") { Description = "From where it asks: an address or a prefix", HelpName = "PREFIX", Required = true };
        var file = new Option<string?>("--secret-file") { Description = $"Where its secret goes, a file that is not there yet; {SecretFolder}/NAME.secret by default", HelpName = "FILE" };
        var vendor = new Option<string?>("--vendor") { Description = "Who made it, for the conditions of policies", HelpName = "TEXT" };
        var command = new Command("new", "Make a secret in a file, and print the lines for adit.yaml") { name, address, file, vendor };
        command.Validators.Add(result =>
        {
            if (result.GetValue(name) is { } given && !RadiusNames.IsName(given))
                result.AddError($"NAME is to be {RadiusNames.Form}.");
            if (result.GetValue(address) is { } prefix && AddressPrefixes.Parse(prefix) is null)
                result.AddError("--address is to be an address, or a prefix such as 10.0.7.0/28.");
            if (result.GetValue(file) is { } path && !Path.IsPathRooted(path))
                result.AddError("--secret-file is to be an absolute path.");
            if (result.GetValue(vendor) is { } maker && (maker.Length > RadiusNames.MaxLength || maker.Any(character => char.IsControl(character) || character == '\'')))
                result.AddError("--vendor is to be at most 64 characters, without a quote.");
        });
        command.SetAction(parsed => Make(
            terminal, parsed.GetRequiredValue(name), parsed.GetRequiredValue(address),
            parsed.GetValue(file) ?? Path.Combine(SecretFolder, $"{parsed.GetRequiredValue(name)}.secret"), parsed.GetValue(vendor)));
        return command;
    }

    private static int Make(Terminal terminal, string name, string address, string path, string? vendor)
    {
        try
        {
            using var secret = NewFile.Create(path);
            secret.Write(Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(SecretDigits, lowercase: true) + "\n"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Failed, exception.Message, "Name another file with --secret-file, or run as root.");
        }

        terminal.Output.Write($"""
            radius:
              clients:
                - name: {name}
                  address: '{address}'
                  secretFile: '{path}'

            """.ReplaceLineEndings("\n"));
        if (vendor is not null)
            terminal.Output.Write($"      vendor: '{vendor}'\n");
        terminal.Error.WriteLine($"The secret is in {path}: give it to the client, and the file to the server: chown root:adit {path} && chmod 640 {path}. Then 'adit reload'.");
        return ExitCode.Done;
    }

    /// <summary>By name, else whom an address belongs to: of several prefixes the longest counts.</summary>
    private static RadiusClientView? Find(IReadOnlyList<RadiusClientView> clients, string wanted) =>
        clients.FirstOrDefault(client => client.Name == wanted) ?? (IPAddress.TryParse(wanted, out var address)
            ? clients.Where(client => IPNetwork.Parse(client.Address).Contains(address)).MaxBy(client => IPNetwork.Parse(client.Address).PrefixLength)
            : null);

    private static void Write(Terminal terminal, IReadOnlyList<RadiusClientView> clients)
    {
        var table = new Table("CLIENT", "ADDRESS", "ACCEPTED", "REJECTED", "OTHER ANSWERS", "DROPPED", "LAST SEEN");
        foreach (var client in clients)
        {
            var (accepted, rejected) = (CountOf(client, "access_accept"), CountOf(client, "access_reject"));
            table.Add(client.Name, client.Address, Number(accepted), Number(rejected),
                Number(client.Answers.Sum(answer => answer.Count) - accepted - rejected), Number(client.Drops.Sum(drop => drop.Count)), Seen(client));
        }

        table.WriteTo(terminal);
    }

    private static void Write(Terminal terminal, RadiusClientView client)
    {
        var properties = new Properties()
            .Add("name", client.Name)
            .Add("address", client.Address)
            .Add("vendor", client.Vendor.Length > 0 ? Printable.Clean(client.Vendor) : null)
            .Add("changes sessions", client.MayChangeSessions ? "yes" : "no")
            .Add("Message-Authenticator", client.RequireMessageAuthenticator switch { "yes" => "required", "auto" => "required once it was there", _ => "not required" })
            .Add("last seen", Seen(client));
        foreach (var answer in client.Answers)
            properties.Add($"answered {answer.Kind}", Number(answer.Count));
        foreach (var drop in client.Drops)
            properties.Add($"dropped {drop.Kind}", Number(drop.Count));
        properties.WriteTo(terminal.Output);
    }

    private static string Seen(RadiusClientView client) => client.LastSeenUtc is { } seen ? Humane.Time(seen) : "never";

    private static long CountOf(RadiusClientView client, string kind) => client.Answers.FirstOrDefault(answer => answer.Kind == kind)?.Count ?? 0;

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
