using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Adit.Certificates.Validation;
using Adit.Cli.Output;
using Adit.Client;
using Adit.Client.Doctor;
using Adit.Diagnosis.Findings;
using Adit.Protocols.Ppp;
using Adit.Server.Control;
using Adit.Server.Doctor;
using Adit.Server.Hosting;

namespace Adit.Cli.Commands;

/// <summary><c>adit doctor</c>: what is wrong, from a client's place or on the server.</summary>
internal sealed class DoctorCommand
{
    private const int MaxResolvers = 3;
    private const int DnsPort = 53;
    private const int DefaultTimeout = 4;
    private const int MaxListLength = 4 << 20;

    private readonly Argument<string?> _host = new("HOST[:PORT]") { Description = "The server to examine from here; this machine's own where it is left out", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _as = new("--as") { Description = "Sign in with this name, to see whether the whole way works", HelpName = "USER" };
    private readonly PasswordOptions _password = new();
    private readonly Option<string?> _ca = new("--ca") { Description = "Trust the authorities in this PEM file instead of the machine's", HelpName = "FILE" };
    private readonly Option<string?> _sni = new("--sni") { Description = "The name to ask for in TLS, where it is not HOST", HelpName = "NAME" };
    private readonly Option<string?> _proxy = new("--proxy") { Description = "Go through this HTTP proxy; 'none' for no proxy, whatever https_proxy says", HelpName = "http://HOST:PORT" };
    private readonly Option<string?> _proxyUser = new("--proxy-user") { Description = "The name to sign in with at the proxy", HelpName = "NAME" };
    private readonly Option<string?> _proxyPassword = new("--proxy-password-file") { Description = "Read the proxy's password from this file", HelpName = "FILE" };
    private readonly Option<string[]> _resolvers = new("--resolver") { Description = "Ask this name server, too, and compare", HelpName = "ADDRESS[:PORT]" };
    private readonly Option<string?> _reach = new("--reach") { Description = "A host behind the server that is to be reached; needs --as", HelpName = "HOST:PORT" };
    private readonly Option<AuthenticationChoice> _auth = AuthenticationOption.Create();
    private readonly EapOptions _eap = new();
    private readonly Option<string?> _config = new("--config") { Description = "The server's configuration, where no server runs that would name it", HelpName = "FILE" };
    private readonly Option<string?> _beside = new("--beside") { Description = "Compare what is distrusted here with another gateway: the file of its 'adit cert list --store untrusted -o json'", HelpName = "FILE" };
    private readonly Option<int?> _timeout = new("--timeout") { Description = $"How many seconds each probe may wait; {DefaultTimeout} where it is left out", HelpName = "N" };
    private readonly Option<bool> _strict = new("--strict") { Description = "Warnings count as findings, too" };
    private readonly Option<bool> _json = new("--json") { Description = "The same as -o json" };

    public static Command Create(Terminal terminal) => new DoctorCommand().CreateCommand(terminal);

    private Command CreateCommand(Terminal terminal)
    {
        var command = new Command("doctor", """
            Say what is wrong, why, and what to do: with HOST the way to that server from here, without it the server on this machine.
            Exit codes beside the usual ones: 3 where something is to be mended.
            """)
        {
            _host, _as, _ca, _sni, _proxy, _proxyUser, _proxyPassword, _resolvers, _reach, _auth, _timeout, _config, _beside, _strict, _json,
            CommonOptions.State, CommonOptions.Format,
        };
        _password.AddTo(command);
        _eap.AddTo(command);
        command.Validators.Add(Check);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var report = await ExamineAsync(parsed, terminal, cancellationToken);
            var view = FindingReportView.Of(report, parsed.GetValue(_strict));
            if (parsed.WantsJson() || parsed.GetValue(_json))
                terminal.WriteJson(view, CliJson.Readable.FindingReportView);
            else
                view.WriteTo(terminal);
            return view.Healthy ? ExitCode.Done : ExitCode.Findings;
        });
        return command;
    }

    private void Check(CommandResult result)
    {
        if (result.GetValue(_timeout) is < 1 or > 60)
            result.AddError("--timeout is to be 1 to 60 seconds.");
        if (result.GetValue(_reach) is { } reach && (result.GetValue(_as) is null || TryReadHost(reach) is null))
            result.AddError("--reach is to be HOST:PORT, and needs --as.");
        if (result.GetValue(_resolvers) is { } resolvers && (resolvers.Length > MaxResolvers || resolvers.Any(one => TryReadResolver(one) is null)))
            result.AddError($"--resolver is to be an address, with a port where it is not {DnsPort}, at most {MaxResolvers} times.");
        if (result.GetValue(_host) is null && (result.GetValue(_as) is not null || result.GetValue(_proxy) is not null || result.GetValue(_resolvers) is { Length: > 0 }))
            result.AddError("--as, --proxy and --resolver are for the way to a server: name it as HOST.");
    }

    private async Task<FindingReport> ExamineAsync(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        if (parsed.GetValue(_host) is not { } host)
            return await new ServerDoctor(new UpOptions([], parsed.GetValue(_config), parsed.GetRequiredValue(CommonOptions.State)))
            {
                Beside = parsed.GetValue(_beside) is { } file ? (Path.GetFileName(file), ReadList(file)) : null,
            }.ExamineAsync(cancellation);

        using var trust = TrustFile.Open(parsed.GetValue(_ca));
        return await new PlaceDoctor(Read(parsed, terminal, CheckedCertificate.Parse(host), trust)).ExamineAsync(cancellation);
    }

    private PlaceOrder Read(ParseResult parsed, Terminal terminal, (string Host, int Port) server, TrustAnchors trust)
    {
        var (user, authentication) = (parsed.GetValue(_as), parsed.GetRequiredValue(_auth));
        var eap = _eap.Read(parsed);
        var proxy = new ProxyChoice(parsed.GetValue(_proxy), parsed.GetValue(_proxyUser), parsed.GetValue(_proxyPassword))
            .For(server.Host, server.Port, Environment.GetEnvironmentVariable, terminal.ReadSecret);
        var profile = new ConnectionProfile
        {
            Host = server.Host, Port = server.Port, UserName = user ?? "", ServerName = parsed.GetValue(_sni), Trust = trust, Proxy = proxy,
            Ppp = new PppOptions { Methods = authentication.Methods }, Eap = eap.ToEap(authentication.EapMethods, user is null ? null : eap.ReadCertificates()),
        };
        return new PlaceOrder(profile)
        {
            Credential = user is null ? null : new Credential(user, authentication.NeedsPassword ? _password.Read(parsed, terminal, isNew: false) : ""),
            Resolvers = [.. (parsed.GetValue(_resolvers) ?? []).Select(TryReadResolver).OfType<IPEndPoint>()],
            Reach = parsed.GetValue(_reach) is { } reach ? TryReadHost(reach) : null,
            ProxyOfEnvironment = proxy is null ? OfEnvironment(server) : null,
            Time = TimeSpan.FromSeconds(parsed.GetValue(_timeout) ?? DefaultTimeout),
        };
    }

    private static IReadOnlyList<StoredView> ReadList(string file)
    {
        try
        {
            if (BoundedFile.TryRead(file, MaxListLength) is { } bytes && JsonSerializer.Deserialize(bytes, CliJson.Readable.CertificateListView) is { Certificates: { } certificates })
                return [.. certificates.Where(one => one is { Store: not null, Sha256: not null, Subject: not null })];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new CliException(ExitCode.Failed, $"{file} cannot be read: {e.Message}", "Write it at the other gateway: 'adit cert list --store untrusted -o json > FILE'.");
        }

        throw new CliException(ExitCode.Failed, $"{file} is no list of certificates.", "Write it at the other gateway: 'adit cert list --store untrusted -o json > FILE'.");
    }

    private static ProxyServer? OfEnvironment((string Host, int Port) server) =>
        SystemProxy.Find(Environment.GetEnvironmentVariable, server.Host, server.Port) is var (_, url) && ProxyServer.TryParse(url, out var proxy, out _) ? proxy : null;

    private static IPEndPoint? TryReadResolver(string text) =>
        IPAddress.TryParse(text.Trim('[', ']'), out var address) ? new IPEndPoint(address, DnsPort)
        : IPEndPoint.TryParse(text, out var endPoint) && endPoint.Port > 0 ? endPoint
        : null;

    private static InnerHost? TryReadHost(string text) =>
        text.LastIndexOf(':') is var colon and > 0 && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and <= IPEndPoint.MaxPort
            ? new InnerHost(text[..colon].Trim('[', ']'), port)
            : null;
}
