using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Adit.Certificates.Validation;
using Adit.Cli.Connections;
using Adit.Client;
using Adit.Protocols.Ip;

namespace Adit.Cli.Commands;

/// <summary><c>adit connect</c>: runs the client.</summary>
internal sealed class ConnectCommand
{
    private readonly Argument<string?> _host = new("HOST") { Description = "The server's name or address", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _profile = new("--profile") { Description = "Read all of this from a connection's file instead", HelpName = "FILE" };
    private readonly Option<string?> _user = new("--user") { Description = "The name to sign in with", HelpName = "NAME" };
    private readonly PasswordOptions _password = new();
    private readonly Option<string?> _ca = new("--ca") { Description = "Trust the authorities in this PEM file instead of the machine's", HelpName = "FILE" };
    private readonly Option<string?> _untrusted = new("--untrusted")
    {
        Description = $"Refuse the certificates in this folder, whoever issued them, instead of those in {UntrustedFolder.Default}", HelpName = "DIR",
    };

    private readonly Option<string[]> _serverName = new("--server-name")
    {
        Description = "Connect only to a server whose certificate bears this name, *.WILDCARD or, with a star in it, regular expression", HelpName = "NAME",
    };

    private readonly Option<string[]> _pin = new("--pin")
    {
        Description = "Connect only where a certificate of the server's chain has this SHA-256 fingerprint", HelpName = "SHA256",
    };

    private readonly Option<string?> _sni = new("--sni") { Description = "The name to ask for in TLS, where it is not HOST", HelpName = "NAME" };
    private readonly Option<int> _port = PortOption.Create();
    private readonly Option<string?> _proxy = new("--proxy")
    {
        Description = "Go through this HTTP proxy; 'none' for no proxy, whatever https_proxy says", HelpName = "http://HOST:PORT",
    };

    private readonly Option<string?> _proxyUser = new("--proxy-user") { Description = "The name to sign in with at the proxy", HelpName = "NAME" };
    private readonly Option<string?> _proxyPassword = new("--proxy-password-file") { Description = "Read the proxy's password from this file", HelpName = "FILE" };
    private readonly Option<bool> _noDefaultRoute = new("--no-default-route") { Description = "Leave the default route: only the server's networks and those of --route lead into the tunnel" };
    private readonly Option<Ipv4Network[]> _route = RouteOption.Create();
    private readonly Option<IPNetwork[]> _behind = BehindOption.Create();
    private readonly Option<bool> _lockdown = new("--lockdown") { Description = "Let nothing leave this machine but the tunnel, until you end the connection" };
    private readonly Option<bool> _lockdownLan = new("--lockdown-lan") { Description = "The same, but the LAN stays reachable" };
    private readonly Option<string?> _interface = new("--interface") { Description = "The tunnel's interface; a %d in it becomes the first free number", HelpName = "NAME" };
    private readonly Option<string?> _congestion = new("--congestion-control") { Description = "The kernel's algorithm for the connection, such as bbr; by default the machine's", HelpName = "NAME" };
    private readonly Option<bool> _noUdpOffload = new("--no-udp-offload") { Description = "Have UDP pass the interface datagram by datagram" };
    private readonly Option<bool> _noReconnect = new("--no-reconnect") { Description = "End when the connection is lost, rather than make it again" };
    private readonly Option<AuthenticationChoice> _auth = AuthenticationOption.Create();
    private readonly EapOptions _eap = new();
    private readonly Option<string?> _revocation = RevocationOption.Create();
    private readonly NewPasswordOptions _newPassword = new();
    private readonly Option<bool> _json = new("--json") { Description = "Print events as JSON lines" };

    public static Command Create(Terminal terminal) => new ConnectCommand().CreateCommand(terminal);

    private Command CreateCommand(Terminal terminal)
    {
        var command = new Command("connect", "Connect to a server")
        {
            _host, _profile, _user, _ca, _untrusted, _serverName, _pin, _sni, _port, _proxy, _proxyUser, _proxyPassword, _noDefaultRoute, _route, _behind, _lockdown, _lockdownLan, _interface,
            _congestion, _noUdpOffload, _noReconnect, _auth, _revocation, _json,
        };
        _password.AddTo(command);
        _eap.AddTo(command);
        _newPassword.AddTo(command);
        command.Validators.Add(Check);
        command.SetAction((parsed, cancellationToken) => EntryPoints.ConnectAsync(Read(parsed, terminal), terminal, cancellationToken));
        return command;
    }

    private void Check(CommandResult result)
    {
        var isGiven = result.Children.Any(child => child is not OptionResult { Implicit: true } && IsOfConnection(child));
        if (result.GetValue(_profile) is not null && isGiven)
            result.AddError("--profile says everything but --json: leave the others out.");
        if (result.GetValue(_profile) is null && (result.GetValue(_host) is null || (result.GetValue(_user) is null && !_eap.HasCertificate(result))))
            result.AddError("HOST and --user are needed, or --profile.");
        if (result.GetValue(_profile) is null && result.GetValue(_auth) is { NeedsCertificate: true } && !_eap.HasCertificate(result))
            result.AddError("eap-tls and peap-tls need a --certificate.");
        if (FaultOf(result) is { } expectation)
            result.AddError(expectation);
        if (result.GetValue(_noDefaultRoute) && (result.GetValue(_lockdown) || result.GetValue(_lockdownLan)))
            result.AddError("With --no-default-route nothing could be reached under --lockdown.");
        if (RevocationOption.FaultOf(result.GetValue(_revocation), result.GetValue(_lockdown) || result.GetValue(_lockdownLan)) is { } fault)
            result.AddError(fault);
        if (result.GetValue(_interface) is { } name && !InterfaceName.IsPossible(name))
            result.AddError("--interface is to be 1 to 15 letters, digits, '-', '_' and '.', with at most one %d.");
        if (result.GetValue(_congestion) is { } algorithm && !CongestionControls.IsName(algorithm))
            result.AddError("--congestion-control is to be the name of an algorithm of this kernel, such as bbr.");
    }

    private string? FaultOf(CommandResult result)
    {
        try
        {
            ServerExpectations.Read(result.GetValue(_serverName) ?? [], result.GetValue(_pin) ?? []);
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }

    private bool IsOfConnection(SymbolResult child) => child switch
    {
        OptionResult option => option.Option != _profile && option.Option != _json,
        ArgumentResult argument => argument.Tokens.Count > 0,
        _ => false,
    };

    private ConnectOptions Read(ParseResult parsed, Terminal terminal)
    {
        if (parsed.GetValue(_profile) is { } file)
            return ConnectionFile.Read(file).ToOptions(Environment.GetEnvironmentVariable, terminal.ReadSecret) with { IsAlwaysOn = true, Json = parsed.GetValue(_json) };

        var (host, port) = (parsed.GetValue(_host)!, parsed.GetValue(_port));
        var (authentication, eap) = (parsed.GetRequiredValue(_auth), _eap.Read(parsed));
        var certificates = eap.ReadCertificates();
        var proxy = new ProxyChoice(parsed.GetValue(_proxy), parsed.GetValue(_proxyUser), parsed.GetValue(_proxyPassword));
        return new ConnectOptions
        {
            Host = host,
            Port = port,
            User = parsed.GetValue(_user) ?? ConnectOptions.UserOf(certificates),
            Proxy = proxy.For(host, port, Environment.GetEnvironmentVariable, terminal.ReadSecret),
            ProxyOption = proxy.Url,
            Password = authentication.NeedsPassword ? _password.Read(parsed, terminal, isNew: false) : "",
            NewPassword = _newPassword.Read(parsed, terminal),
            CaFile = parsed.GetValue(_ca),
            UntrustedFolder = parsed.GetValue(_untrusted),
            Expected = ServerExpectations.Read(parsed.GetValue(_serverName) ?? [], parsed.GetValue(_pin) ?? []),
            Sni = parsed.GetValue(_sni),
            TakesDefaultRoute = !parsed.GetValue(_noDefaultRoute),
            Routes = parsed.GetValue(_route)!,
            Behind = parsed.GetValue(_behind)!,
            Lockdown = parsed.GetValue(_lockdownLan) ? LockdownMode.LanAllowed : parsed.GetValue(_lockdown) ? LockdownMode.On : LockdownMode.Off,
            Interface = parsed.GetValue(_interface) ?? InterfaceName.Default,
            CongestionControl = parsed.GetValue(_congestion),
            UdpOffload = !parsed.GetValue(_noUdpOffload),
            Authentication = authentication,
            Eap = eap,
            Certificates = certificates,
            Revocation = RevocationOption.Choose(
                parsed.GetValue(_revocation), parsed.GetValue(_lockdown) || parsed.GetValue(_lockdownLan)),
            Reconnects = !parsed.GetValue(_noReconnect),
            Json = parsed.GetValue(_json),
        };
    }
}
