using System.Globalization;
using Adit.Protocols.Tls;

namespace Adit.Server.Listeners;

/// <summary>Says in a line what a client offered: enough to see why TLS could not agree.</summary>
internal static class TlsOffer
{
    private const int MaxSuites = 8;

    public static string Describe(ClientHello hello) => string.Join("; ", Parts(hello));

    private static IEnumerable<string> Parts(ClientHello hello)
    {
        var versions = hello.SupportedVersions.Count > 0 ? hello.SupportedVersions : [hello.LegacyVersion];
        yield return "versions " + string.Join(' ', versions.Where(IsKnown).Select(NameOf));
        yield return "suites " + string.Join(' ', hello.CipherSuites.Take(MaxSuites).Select(suite => suite.ToString("X4", CultureInfo.InvariantCulture)));
        yield return "name " + (hello.ServerName ?? "none");
        if (hello.ApplicationProtocols.Count > 0)
            yield return "alpn " + string.Join(' ', hello.ApplicationProtocols.Take(MaxSuites));
    }

    private static bool IsKnown(ushort version) => version is >= 0x0300 and <= 0x0304;

    private static string NameOf(ushort version) => version == 0x0300 ? "SSL3" : string.Create(CultureInfo.InvariantCulture, $"1.{version - 0x0301}");
}
