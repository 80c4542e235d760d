using System.Net;
using Adit.Access.Accounts;
using Adit.Access.Decisions;
using Adit.Certificates.Names;
using Adit.Linux.Sockets;
using Adit.Protocols.Calls;
using Adit.Protocols.Eap;
using Adit.Protocols.Ip;
using Adit.Protocols.Ppp;
using Adit.Protocols.Sstp;
using Adit.Transport;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Adit.Server.Configuration;

/// <summary>Reads <c>adit.yaml</c>: the one place that knows its keys. Their ranges stand on the options records.</summary>
public static class ConfigurationReader
{
    /// <summary>Reads and checks a file; throws <see cref="ConfigurationException"/> with every fault, or an I/O exception.</summary>
    public static ServerConfiguration ReadFile(string path) => Read(path, File.ReadAllText(path));

    /// <summary>Reads and checks a text; <paramref name="name"/> is what faults call it.</summary>
    public static ServerConfiguration Read(string name, string text) => ReadWhole(name, text).Configuration;

    /// <summary>The same, with every key as the file has it: what is effective, written out.</summary>
    internal static ConfigurationSnapshot ReadWhole(string name, string text)
    {
        var faults = new List<ConfigurationFault>();
        var keys = new List<KnownKey>();
        var configuration = ReadRoot(new YamlSection(Parse(text, faults), faults, keys));
        return faults.Count == 0
            ? new ConfigurationSnapshot(configuration, keys)
            : throw new ConfigurationException(name, [.. faults.OrderBy(fault => (fault.Line, fault.Column))]);
    }

    /// <summary>Every key, in the order in which it is read.</summary>
    internal static IReadOnlyList<KnownKey> ListKeys()
    {
        var keys = new List<KnownKey>();
        ReadRoot(new YamlSection([], [], keys));
        return keys;
    }

    private static YamlMappingNode Parse(string text, List<ConfigurationFault> faults)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            if (stream.Documents.Count > 1)
                faults.Add(FaultAt(stream.Documents[1].RootNode.Start, "the file holds more than one document"));

            var root = stream.Documents.Count == 0 ? null : stream.Documents[0].RootNode;
            if (root is not (null or YamlMappingNode or YamlScalarNode { Value: null or "" }))
                faults.Add(FaultAt(root.Start, "expected 'key: value' lines"));
            return root as YamlMappingNode ?? [];
        }
        catch (YamlException e)
        {
            faults.Add(FaultAt(e.Start, e.Message));
            return [];
        }
    }

    private static ConfigurationFault FaultAt(Mark place, string problem) => new(place.Line, place.Column, problem, "Correct the file at that place.");

    private static ServerConfiguration ReadRoot(YamlSection root)
    {
        var defaults = new ServerConfiguration();
        var methods = Methods(root, defaults.Ppp.Methods);
        var configuration = defaults with
        {
            Names = root.List("names", defaults.Names, 0, 100, "a DNS name or an address",
                text => ServerName.TryParse(text, out _) ? text : null, shown: "those of the host"),
            Certificates = CertificateReader.Read(root),
            CertificateHook = root.Section("certificateHook", defaults.CertificateHook, CertificateReader.ReadHook),
            Listen = root.List("listen", defaults.Listen, 1, 16, "ADDRESS:PORT", EndPointOf),
            PlainHttp = root.List("plainHttp", defaults.PlainHttp, 0, 16, "ADDRESS:PORT", EndPointOf),
            Metrics = root.List("metrics", defaults.Metrics, 0, 2, "a loopback ADDRESS:PORT",
                text => EndPointOf(text) is { } endPoint && IPAddress.IsLoopback(endPoint.Address) ? endPoint : null, shown: "none"),
            Pool = AddressReader.ReadPool(root, defaults.Pool),
            Pools = NamedPoolReader.Read(root),
            Dhcp = root.Section("dhcp", defaults.Dhcp, DhcpPoolReader.Read),
            Ipv4 = root.Flag("ipv4", defaults.Ipv4),
            Ipv6 = root.Word("ipv6", defaults.Ipv6),
            Pool6 = Ipv6Reader.Pool(root),
            Dns6 = Ipv6Reader.Dns(root),
            Dns = Addresses(root, "dns"),
            Wins = Addresses(root, "wins"),
            Routes = RouteSettings.ReadRoutes(root),
            Suffix = RouteSettings.ReadSuffix(root),
            Nat = AddressReader.ReadNat(root, defaults.Nat),
            Reach = AddressReader.ReadReach(root, defaults.Reach),
            Interface = root.Text("interface", defaults.Interface,
                "an interface name of 1 to 15 letters, digits, '-', '_' and '.'", IsInterface),
            Mtu = root.Number("mtu", defaults, options => options.Mtu),
            UdpOffload = root.Flag("udpOffload", defaults.UdpOffload),
            ProxyProtocol = root.Section("proxyProtocol", defaults.ProxyProtocol, FrontReader.ReadProxyProtocol),
            PlainSstp = root.Section("plainSstp", defaults.PlainSstp, FrontReader.ReadPlainSstp),
            Filters = FilterReader.Read(root),
            Radius = root.Section("radius", defaults.Radius, RadiusReader.Read),
            Policies = root.Section("policies", defaults.Policies, PolicyReader.Read),
            Limits = root.Section("limits", defaults.Limits, ReadLimits),
            Link = root.Section("link", defaults.Link, ReadLink),
            Call = root.Section("call", defaults.Call, ReadCall),
            Sstp = root.Section("sstp", defaults.Sstp, ReadSstp),
            Ppp = root.Section("ppp", defaults.Ppp, ReadPpp),
            Authority = root.Section("authority", defaults.Authority, ReadAuthority),
            Revocation = root.Section("revocation", defaults.Revocation, RevocationRules.Read),
            Log = root.Section("log", defaults.Log, LogOptions.Read),
            Attempts = root.Section("attempts", defaults.Attempts, AttemptOptions.Read),
            Access = root.Section("access", defaults.Access, ReadAccess),
            EapTls = root.Section("eapTls", defaults.EapTls, EapTlsSettings.Read),
        };
        AddressReader.Check(root, configuration);
        RadiusGroupReader.Check(root, configuration);
        CertificateReader.Check(root, configuration);
        root.RejectUnknownKeys();
        return configuration with { Ppp = configuration.Ppp with { Methods = methods, Mru = configuration.Mtu, MaxPacket = configuration.Mtu } };
    }

    private static ServerLimits ReadLimits(YamlSection section, ServerLimits defaults) => new()
    {
        Sessions = section.Number("sessions", defaults, options => options.Sessions),
        Ports = section.Section("ports", defaults.Ports, ReadPorts),
        SessionsPerUser = section.Number("sessionsPerUser", defaults, options => options.SessionsPerUser),
        WhenReached = section.Word("whenReached", defaults.WhenReached),
        Refuse = section.Word("refuse", defaults.Refuse),
        HalfOpen = section.Number("halfOpen", defaults, options => options.HalfOpen),
        HalfOpenPerAddress = section.Number("halfOpenPerAddress", defaults, options => options.HalfOpenPerAddress),
        HandshakeTime = section.Duration("handshakeTime", defaults, options => options.HandshakeTime),
        HeaderTime = section.Duration("headerTime", defaults, options => options.HeaderTime),
        HeaderBytes = section.Number("headerBytes", defaults, options => options.HeaderBytes),
    };

    private static TunnelPorts ReadPorts(YamlSection section, TunnelPorts defaults) =>
        new() { Sstp = section.Number("sstp", defaults, options => options.Sstp) };

    private static LinkOptions ReadLink(YamlSection section, LinkOptions defaults) => new()
    {
        CongestionControl = section.Text("congestionControl", defaults.CongestionControl,
            $"the name of an algorithm of this kernel, or '{LinkOptions.KernelsOwn}'", CongestionControl.IsName),
        QueueBytes = section.Number("queueBytes", defaults, options => options.QueueBytes),
        UnsentBytes = section.Number("unsentBytes", defaults, options => options.UnsentBytes),
    };

    private static CallOptions ReadCall(YamlSection section, CallOptions defaults) =>
        defaults with { SetupTime = section.Duration("setupTime", defaults, options => options.SetupTime) };

    private static SstpServerOptions ReadSstp(YamlSection section, SstpServerOptions defaults) => defaults with
    {
        NegotiationTimeout = section.Duration("negotiationTimeout", defaults, options => options.NegotiationTimeout),
        HelloInterval = section.Duration("helloInterval", defaults, options => options.HelloInterval),
    };

    private static PppOptions ReadPpp(YamlSection section, PppOptions defaults) => defaults with
    {
        Echo = defaults.Echo with
        {
            Interval = section.Duration("echoInterval", defaults.Echo, options => options.Interval),
            RetryInterval = section.Duration("echoRetryInterval", defaults.Echo, options => options.RetryInterval),
            MaxUnanswered = section.Number("maxUnansweredEchoes", defaults.Echo, options => options.MaxUnanswered),
        },
    };

    private static AuthoritySettings ReadAuthority(YamlSection section, AuthoritySettings defaults) =>
        new() { Key = section.Word("key", defaults.Key), Publish = section.Word("publish", defaults.Publish) };

    private const string AuthorityForm = "'local', or the name of a group in 'radius.groups'";

    private static AccessOptions ReadAccess(YamlSection section, AccessOptions defaults) => defaults with
    {
        MaxFailures = section.Number("maxFailures", defaults, options => options.MaxFailures),
        LockoutDuration = section.Duration("lockoutDuration", defaults, options => options.LockoutDuration),
        LockoutHolds = section.Word("lockoutHolds", defaults.LockoutHolds),
        SessionTimeout = section.Duration("sessionTimeout", defaults, options => options.SessionTimeout),
        IdleTimeout = section.Duration("idleTimeout", defaults, options => options.IdleTimeout),
        Stores = Stores(section, defaults.Stores),
        Snapshot = section.Duration("snapshot", defaults, options => options.Snapshot),
        PasswordMaxAge = section.Duration("passwordMaxAge", defaults, options => options.PasswordMaxAge),
        PasswordChange = section.Flag("passwordChange", defaults.PasswordChange),
        PasswordChangeExcept = section.List("passwordChangeExcept", defaults.PasswordChangeExcept, 0, 32, "the name of a group", text => GroupNames.IsName(text) ? text : null, shown: "none"),
        MinPasswordLength = section.Number("minPasswordLength", defaults, options => options.MinPasswordLength),
        IdentityText = section.Word("identityText", defaults.IdentityText),
        CodePage = section.Text("codePage", defaults.CodePage, "the name of an 8-bit code page", name => IdentityReader.FindCodePage(name) is not null),
        Realm = section.Word("realm", defaults.Realm),
        EapMethods = EapMethods(section, defaults.EapMethods),
        Peap = section.Section("peap", defaults.Peap, EapTunnelReader.ReadPeap),
        Ttls = section.Section("ttls", defaults.Ttls, EapTunnelReader.ReadTtls),
        Authority = section.Text("authority", defaults.Authority, AuthorityForm, RadiusReader.IsName),
        Accounting = section.Text("accounting", defaults.Accounting, $"'authority' for who decides, {AuthorityForm}", RadiusReader.IsName),
        InterimInterval = section.Duration("interimInterval", defaults, options => options.InterimInterval),
    };

    private static IReadOnlyList<string> Stores(YamlSection access, IReadOnlyList<string> defaults)
    {
        var stores = access.List("stores", defaults, 1, 8, "'database' or the absolute path of a users file",
            text => text == AccessOptions.Database || Path.IsPathRooted(text) ? text : null);
        return ReferenceEquals(stores, defaults) ? defaults : [.. stores.Distinct(StringComparer.Ordinal)];
    }

    private static List<PppMethod> Methods(YamlSection root, IReadOnlyList<PppMethod> defaults) => [.. root.List(
        "authentication", [.. defaults.Select(PppMethodNames.Of)], 1, 4, PppMethodNames.All,
        text => PppMethodNames.Find(text) is null ? null : text).Select(name => PppMethodNames.Find(name)!.Value).Distinct()];

    private static IReadOnlyList<EapType> EapMethods(YamlSection access, IReadOnlyList<EapType> defaults)
    {
        IReadOnlyList<string> names = [.. defaults.Select(EapMethodNames.Of)];
        var chosen = access.List("eap", names, 1, 6, EapMethodNames.All, text => EapMethodNames.Find(text) is null ? null : text);
        return ReferenceEquals(chosen, names) ? defaults : [.. chosen.Select(name => EapMethodNames.Find(name)!.Value).Distinct()];
    }

    private static List<Ipv4Address> Addresses(YamlSection section, string key) => [.. section.List<object>(
        key, [], 0, 2, "an IPv4 address", text => Ipv4Address.TryParse(text, out var address) ? address : null, shown: "none")
        .Cast<Ipv4Address>()];

    internal static IPEndPoint? EndPointOf(string text) =>
        IPEndPoint.TryParse(text, out var endPoint) && endPoint.Port != 0 ? endPoint : null;

    internal static bool IsInterface(string text) =>
        text.Length is > 0 and < 16 && char.IsAsciiLetterOrDigit(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
