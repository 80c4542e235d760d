using System.Net;
using System.Net.Sockets;

namespace Adit.Cli.Demo;

/// <summary>
/// Who is where: client — internet — gateway — intranet. The addresses are those that RFC 5737 keeps for examples; the intranet's are
/// private ones, which the internet does not carry; so are those of IPv6, which only the intranet and the tunnel speak.
/// </summary>
internal static class DemoAddresses
{
    public const string Client = "198.51.100.2";
    public const string ClientRouter = "198.51.100.1";
    public const string Gateway = "203.0.113.2";
    public const string GatewayRouter = "203.0.113.1";
    public const string IntranetRouter = "10.77.0.1";
    public const string Site = "10.77.0.2";
    public const string IntranetNetwork = "10.77.0.0/24";
    public const string IntranetRouter6 = "fd77::1";
    public const string Site6 = "fd77::2";
    public const string IntranetNetwork6 = "fd77::/64";
    public const int SitePort = 80;
    public const int NoticesPort = 8080;
    public const string GuestPool = "10.84.0.0/24";

    /// <summary>False where the kernel was started without IPv6: the demonstration then goes without it, too.</summary>
    public static bool HasIpv6 => Socket.OSSupportsIPv6;

    /// <summary>What the server tells its clients of.</summary>
    public static IReadOnlyList<string> Routes => HasIpv6 ? [IntranetNetwork, IntranetNetwork6] : [IntranetNetwork];

    public static IReadOnlyList<IPEndPoint> SiteEndPoints =>
        [.. (HasIpv6 ? [Site, Site6] : (string[])[Site]).SelectMany(address => (int[])[SitePort, NoticesPort], (address, port) => new IPEndPoint(IPAddress.Parse(address), port))];

    public static Uri SiteUri => new($"http://{Site}/");

    /// <summary>What guests may see, too.</summary>
    public static Uri NoticesUri => new($"http://{Site}:{NoticesPort}/");

    public static Uri SiteUri6 => new($"http://[{Site6}]/");
}
