using System.Net;

namespace Adit.Server.Configuration;

/// <summary>Reads the groups that say what stands in front of the server.</summary>
internal static class FrontReader
{
    private const int MaxPrefixes = 64;

    public static ProxyProtocolOptions ReadProxyProtocol(YamlSection section, ProxyProtocolOptions defaults) =>
        defaults with { From = Prefixes(section, "from") };

    public static PlainSstpOptions ReadPlainSstp(YamlSection section, PlainSstpOptions defaults) => defaults with
    {
        Listen = section.List("listen", defaults.Listen, 0, 16, "ADDRESS:PORT", ConfigurationReader.EndPointOf, shown: "none"),
        From = Prefixes(section, "from"),
        Certificates = section.List(
            "certificates", defaults.Certificates, 0, 16, "an absolute path", text => Path.IsPathRooted(text) ? text : null, shown: "none"),
    };

    private static AddressPrefixes Prefixes(YamlSection section, string key) => new([.. section.List<object>(
        key, [], 0, MaxPrefixes, "an address or a prefix", text => AddressPrefixes.Parse(text), shown: "none").Cast<IPNetwork>()]);
}
