using System.Globalization;
using System.Net;
using Adit.Certificates.Revocation;
using Adit.Certificates.Validation;
using Adit.Cli.Commands;
using Adit.Client;
using Adit.Protocols.Ip;
using Adit.Server.Configuration;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Adit.Cli.Connections;

/// <summary>
/// A connection in a file, for <c>adit connect --profile</c>: the options of the command line as <c>key: value</c> lines. Passwords are
/// never in it; it names the files that hold them.
/// </summary>
internal sealed class ConnectionFile
{
    private const string Routes = "routes";
    private const string Behind = "behind";
    private const string Methods = "auth";
    private const string Certificates = "certificates";
    private const string Purposes = "certificatePurposes";

    /// <summary>Every key, with what it takes.</summary>
    public static IReadOnlyList<(string Key, string Takes)> Keys { get; } =
    [
        ("tunnel", "sstp"), ("host", "a name or address"), ("port", "1 to 65535"), ("user", "a name"), ("passwordFile", "a path"), ("ca", "a path"), ("serverNames", "names or patterns, divided by semicolons"), ("pins", "SHA-256 fingerprints, divided by blanks"),
        ("sni", "a name"), ("proxy", "http://HOST:PORT or none"), ("proxyUser", "a name"), ("proxyPasswordFile", "a path"),
        ("defaultRoute", "true or false"), ("lockdown", "off, on or lan"), ("interface", "an interface's name"), ("congestionControl", "the name of an algorithm of this kernel"), ("udpOffload", "true or false"), ("reconnect", "true or false"),
        ("revocation", RevocationOption.Words), (Routes, "one or several IPv4 prefixes such as 10.0.0.0/8"), (Behind, "one or several prefixes such as 192.168.50.0/24 or fd50::/64"),
        (Methods, $"one or several of {AuthenticationChoice.All}"), ("prompts", "true or false"),
        ("eapCa", "a path"), ("eapServerNames", "names or patterns, divided by semicolons"), ("eapPins", "SHA-1 or SHA-256 fingerprints, divided by blanks"),
        (Certificates, "one or several paths"), ("certificateKey", "a path"), ("certificatePasswordFile", "a path"),
        ("certificateIssuers", "SHA-1 or SHA-256 fingerprints, divided by blanks"), (Purposes, "one or several OIDs such as 1.3.6.1.5.5.7.3.2"),
        ("anonymousIdentity", "a name"), ("requireCryptoBinding", "true or false"),
    ];

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];
    private readonly string _path;

    private ConnectionFile(string path) => _path = path;

    /// <summary>Reads a file; throws <see cref="CliException"/> with all that is wrong.</summary>
    public static ConnectionFile Read(string path)
    {
        var file = new ConnectionFile(path);
        file.Load();
        file.ThrowFaults();
        return file;
    }

    /// <summary>The server's name or address.</summary>
    public string Host => _values["host"];

    /// <summary>The name to sign in with.</summary>
    public string User => Find("user") ?? "";

    /// <summary>What it asks for, with the passwords read.</summary>
    public ConnectOptions ToOptions(Func<string, string?> environment, Func<string, string>? askSecret = null)
    {
        var eap = Eap;
        var certificates = eap.ReadCertificates();
        var port = Port;
        var proxy = new ProxyChoice(Find("proxy"), Find("proxyUser"), Find("proxyPasswordFile"));
        return new ConnectOptions
        {
            Host = Host,
            Port = port,
            User = Find("user") ?? ConnectOptions.UserOf(certificates),
            Password = ReadPassword(askSecret),
            CaFile = Find("ca"),
            Expected = ReadExpectations(Find("serverNames"), Find("pins")),
            Sni = Find("sni"),
            Proxy = proxy.For(Host, port, environment, askSecret: null),
            ProxyOption = proxy.Url,
            TakesDefaultRoute = IsOn("defaultRoute"),
            Lockdown = Find("lockdown") switch { "on" => LockdownMode.On, "lan" => LockdownMode.LanAllowed, _ => LockdownMode.Off },
            Interface = Find("interface") ?? InterfaceName.Default,
            CongestionControl = Find("congestionControl"),
            UdpOffload = IsOn("udpOffload"),
            Reconnects = IsOn("reconnect"),
            Revocation = RevocationOption.Choose(Find("revocation"), IsLockedDown),
            Routes = [.. ListOf(Routes).Select(text => Ipv4Network.TryParse(text, out var network) ? network : default)],
            Behind = [.. ListOf(Behind).Select(BehindOption.Parse).OfType<IPNetwork>()],
            Authentication = Authentication,
            Eap = eap,
            Certificates = certificates,
        };
    }

    /// <summary>The methods that it allows.</summary>
    public AuthenticationChoice Authentication => AuthenticationChoice.Read(ListOf(Methods)) ?? AuthenticationChoice.Default;

    /// <summary>What it says about EAP.</summary>
    public EapChoice Eap => new()
    {
        CaFile = Find("eapCa"),
        ServerNames = Find("eapServerNames") is { } names ? [names] : [],
        Pins = WordsOf("eapPins"),
        Certificates = ListOf(Certificates),
        KeyFile = Find("certificateKey"),
        PasswordFile = Find("certificatePasswordFile"),
        Issuers = [.. WordsOf("certificateIssuers").Select(Fingerprint)],
        Purposes = ListOf(Purposes),
        AnonymousIdentity = Find("anonymousIdentity"),
        RequiresBinding = IsOn("requireCryptoBinding"),
    };

    /// <summary>The file of its password; null where it names none.</summary>
    public string? PasswordFile => Find("passwordFile");

    /// <summary>The file of the roots of the gateway; null for the machine's.</summary>
    public string? CaFile => Find("ca");

    private string ReadPassword(Func<string, string>? askSecret)
    {
        if (PasswordFile is { } file)
            return PasswordOptions.ReadFile(file);
        if (!Authentication.NeedsPassword)
            return "";
        return askSecret?.Invoke($"Password of {User}: ")
            ?? throw new CliException(ExitCode.Usage, "Nobody is at a terminal to be asked for the password.", "Name its file as 'passwordFile'.");
    }

    private string[] WordsOf(string key) => Find(key)?.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static string Fingerprint(string text) => text.Replace(":", "", StringComparison.Ordinal).ToUpperInvariant();

    private string[] ListOf(string key) => Split(Find(key) ?? "");

    private static string[] Split(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private int Port => Find("port") is { } text ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : ConnectOptions.HttpsPort;

    private bool IsLockedDown => Find("lockdown") is "on" or "lan";

    private bool IsOn(string key) => Find(key) is not "false";

    private string? Find(string key) => _values.GetValueOrDefault(key);

    private void Load()
    {
        foreach (var (key, value) in Parse())
        {
            var known = Keys.FirstOrDefault(one => one.Key == (key as YamlScalarNode)?.Value);
            if (known.Key is null)
                _faults.Add($"line {key.Start.Line}, column {key.Start.Column}: unknown key '{key}'{NearestKey.Hint($"{key}", [.. Keys.Select(one => one.Key)])}; there are {string.Join(", ", Keys.Select(one => one.Key))}.");
            else if (TextOf(known.Key, value) is { Length: > 0 } text && IsRight(known.Key, text))
                _values[known.Key] = text;
            else
                _faults.Add($"line {value.Start.Line}: '{known.Key}' takes {known.Takes}.");
        }

        foreach (var needed in Needed())
            if (_faults.Count == 0 && Find(needed) is null)
                _faults.Add($"'{needed}' is missing.");
        if (IsLockedDown && Find("defaultRoute") is "false")
            _faults.Add("With 'defaultRoute: false' nothing could be reached under a lockdown.");
        if (RevocationOption.FaultOf(Find("revocation"), IsLockedDown) is { } fault)
            _faults.Add(fault);
    }

    /// <summary>What there must be: a certificate says who its user is, and a person can be asked for a password.</summary>
    private IEnumerable<string> Needed()
    {
        yield return "host";
        if (!Authentication.NeedsCertificate)
            yield return "user";
        if (Authentication.NeedsPassword && Find("prompts") is not "true")
            yield return "passwordFile";
        if (Authentication.NeedsCertificate)
            yield return Certificates;
    }

    /// <summary>Lists, where they are taken, may also stand in one line with commas, as on the command line.</summary>
    private static string? TextOf(string key, YamlNode value) => value switch
    {
        YamlScalarNode scalar => scalar.Value,
        YamlSequenceNode list when key is Routes or Behind or Methods or Certificates or Purposes && list.All(item => item is YamlScalarNode) => string.Join(',', list),
        _ => null,
    };

    private static ServerExpectations ReadExpectations(string? names, string? pins) =>
        ServerExpectations.Read(names is null ? [] : [names], pins?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? []);

    private static bool IsExpectation(string? names, string? pins)
    {
        try
        {
            ReadExpectations(names, pins);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static bool IsRight(string key, string text) => key switch
    {
        "serverNames" => IsExpectation(text, null),
        "pins" => IsExpectation(null, text),
        "port" => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= IPEndPoint.MaxPort,
        "tunnel" => text is "sstp",
        "eapServerNames" => new EapChoice { ServerNames = [text] }.FindFault() is null,
        "eapPins" or "certificateIssuers" => new EapChoice { Pins = text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries) }.FindFault() is null,
        Purposes => Split(text) is { Length: > 0 } oids && oids.All(oid => oid.All(c => char.IsAsciiDigit(c) || c == '.')),
        Certificates => Split(text).Length > 0,
        "congestionControl" => CongestionControls.IsName(text),
        "defaultRoute" or "udpOffload" or "reconnect" or "prompts" or "requireCryptoBinding" => text is "true" or "false",
        "lockdown" => text is "off" or "on" or "lan",
        "revocation" => RevocationSettings.ByName(text) is not null,
        "interface" => InterfaceName.IsPossible(text),
        Routes => Split(text) is { Length: > 0 } routes && routes.All(route => Ipv4Network.TryParse(route, out _)),
        Behind => Split(text) is { Length: > 0 } networks && networks.All(network => BehindOption.Parse(network) is not null),
        Methods => Split(text) is { Length: > 0 } methods && AuthenticationChoice.Read(methods) is not null,
        _ => true,
    };

    private IEnumerable<KeyValuePair<YamlNode, YamlNode>> Parse()
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(File.ReadAllText(_path)));
            if (stream.Documents is [{ RootNode: YamlMappingNode root }])
                return root.Children;

            _faults.Add("expected 'key: value' lines.");
        }
        catch (YamlException e)
        {
            _faults.Add($"line {e.Start.Line}: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Failed, $"The connection's file cannot be read: {e.Message}", "Check the path and its permissions.");
        }

        return [];
    }

    private void ThrowFaults()
    {
        if (_faults.Count > 0)
            throw new CliException(ExitCode.Usage, string.Join('\n', _faults.Select(fault => $"{_path}: {fault}")), "Mend the file.");
    }
}
