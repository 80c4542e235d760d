using System.CommandLine;
using System.CommandLine.Parsing;
using Adit.Certificates.Revocation;
using Adit.Certificates.Validation;
using Adit.Cli.Running;
using Adit.Client;
using Adit.Client.Load;
using Adit.Protocols.Ip;
using Adit.Protocols.Ppp;

namespace Adit.Cli.Commands;

/// <summary><c>adit load</c>: thousands of clients from one process, to see what a server bears.</summary>
internal sealed class LoadCommand
{
    private const int MostSessions = 60_000; // one address has no more ports to one server
    private const int SmallestPacket = 28;

    private readonly Argument<string> _host = new("HOST") { Description = "The server's name or address. Load only a server that is yours" };
    private readonly Option<string[]> _user = new("--user") { Description = "The name to sign in with; may be repeated, then the clients take them in turn", HelpName = "NAME", Required = true };
    private readonly PasswordOptions _password = new();
    private readonly Option<string?> _ca = new("--ca") { Description = "Trust the authorities in this PEM file instead of the machine's", HelpName = "FILE" };
    private readonly Option<string?> _sni = new("--sni") { Description = "The name to ask for in TLS, where it is not HOST", HelpName = "NAME" };
    private readonly Option<int> _port = PortOption.Create();
    private readonly Option<int> _sessions = Number("--sessions", "How many clients come", 100, 1, MostSessions);
    private readonly Option<int> _rate = Number("--rate", "How many come in a second; 0 for all at once", 50, 0, MostSessions);
    private readonly Option<int> _hold = Number("--hold", "Seconds that they stay once the last one is there", 10, 0, 86_400);
    private readonly Option<string> _traffic = new Option<string>("--traffic")
    {
        Description = "What they send: nothing, ICMP echoes that are timed, or UDP to the discard port", DefaultValueFactory = _ => "none",
    }.TakesOneOf(["none", "echo", "udp"]);

    private readonly Option<int> _busy = Number("--busy", "How many percent of them send", 100, 0, 100);
    private readonly Option<int> _packets = Number("--packets", "Packets a second of each that sends", 1, 1, 1_000_000);
    private readonly Option<int> _burst = Number("--burst", "How many packets of one that sends leave together, at the same rate", 1, 1, 64);
    private readonly Option<int> _length = Number("--length", "Bytes of each packet", 84, SmallestPacket, 1400);
    private readonly Option<Ipv4Address?> _target = new("--target")
    {
        Description = "The address in the tunnel that they send to; the server's own unless given",
        HelpName = "ADDRESS",
        CustomParser = result =>
        {
            if (Ipv4Address.TryParse(result.Tokens[0].Value, out var address))
                return address;

            result.AddError("--target is to be an IPv4 address.");
            return null;
        },
    };

    private readonly Option<AuthenticationChoice> _auth = AuthenticationOption.Create();

    public static Command Create(Terminal terminal) => new LoadCommand().CreateCommand(terminal);

    private Command CreateCommand(Terminal terminal)
    {
        var command = new Command("load", "Connect many clients to a server of yours, without an interface, and time them")
        {
            _host, _user, _ca, _sni, _port, _sessions, _rate, _hold, _traffic, _busy, _packets, _burst, _length, _target, _auth, CommonOptions.Format,
        };
        _password.AddTo(command);
        command.Validators.Add(Check);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, terminal, cancellationToken));
        return command;
    }

    private void Check(CommandResult result)
    {
        if (result.GetValue(_auth) is { NeedsCertificate: true })
            result.AddError("The clients of a load sign in with a password: eap-tls and peap-tls cannot be asked for.");
    }

    private async Task<int> RunAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        await Task.Yield(); // signals are heard only once the command line has its task back
        using var trust = TrustFile.Open(parsed.GetValue(_ca));
        var load = new LoadRun(Read(parsed, terminal, trust));
        return await LoadRunner.RunAsync(load, parsed.GetValue(_sessions), parsed.WantsJson(), terminal, cancellationToken);
    }

    private LoadOptions Read(ParseResult parsed, Terminal terminal, TrustAnchors trust)
    {
        var authentication = parsed.GetRequiredValue(_auth);
        var password = _password.Read(parsed, terminal, isNew: false);
        var rate = parsed.GetValue(_rate);
        return new LoadOptions
        {
            Profile = new ConnectionProfile
            {
                Host = parsed.GetRequiredValue(_host),
                Port = parsed.GetValue(_port),
                UserName = parsed.GetRequiredValue(_user)[0],
                ServerName = parsed.GetValue(_sni),
                Trust = trust,
                Revocation = RevocationSettings.Off, // the server is what is measured, not whoever publishes its list
                Ipv6 = false,
                Ppp = new PppOptions { Methods = authentication.Methods },
                Eap = new EapChoice().ToEap(authentication.EapMethods, null),
            },
            Credentials = [.. parsed.GetRequiredValue(_user).Select(user => new Credential(user, password))],
            Sessions = parsed.GetValue(_sessions),
            Rate = rate == 0 ? null : rate,
            Hold = TimeSpan.FromSeconds(parsed.GetValue(_hold)),
            Traffic = Enum.Parse<LoadTraffic>(parsed.GetRequiredValue(_traffic), ignoreCase: true),
            BusyPercent = parsed.GetValue(_busy),
            PacketRate = parsed.GetValue(_packets),
            Burst = parsed.GetValue(_burst),
            PacketLength = parsed.GetValue(_length),
            Target = parsed.GetValue(_target),
        };
    }

    private static Option<int> Number(string name, string description, int byDefault, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => byDefault };
        option.Validators.Add(result =>
        {
            if (!result.Implicit && result.GetValueOrDefault<int>() is var number && (number < least || number > most))
                result.AddError($"{name} is to be a number from {least} to {most}.");
        });
        return option;
    }
}
