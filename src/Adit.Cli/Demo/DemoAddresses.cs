using System.Net;

namespace Adit.Cli.Demo;

/// <summary>
/// Who is where: client — internet — gateway — intranet. The addresses are those that RFC 5737 keeps for examples; the intranet's are
/// private ones, which the internet does not carry.
/// </summary>
internal static class DemoAddresses
{
    public const string Client = "198.51.100.2";
    public const string ClientRouter = "198.51.100.1";
    public const string Gateway = "203.0.113.2";
    public const string GatewayRouter = "203.0.113.1";
    public const string IntranetRouter = "10.77.0.1";
    public const string Site = "10.77.0.2";
    public const int SitePort = 80;

    public static IPEndPoint SiteEndPoint => new(IPAddress.Parse(Site), SitePort);

    public static Uri SiteUri => new($"http://{Site}/");
}
