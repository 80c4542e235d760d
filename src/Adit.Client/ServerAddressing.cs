using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Adit.Client;

/// <summary>How the server is called in TLS, in its certificate and in HTTP.</summary>
/// <param name="Name">The name for TLS and the certificate, in ASCII.</param>
/// <param name="HostField">The Host field of HTTP (RFC 9110 §7.2).</param>
internal sealed record ServerAddressing(string Name, string HostField)
{
    private const int HttpsPort = 443;
    private static readonly IdnMapping Idn = new();

    /// <summary>Of a profile; throws <see cref="ConnectException"/> for what can be no server's name.</summary>
    public static ServerAddressing Of(ConnectionProfile profile)
    {
        var name = AsciiOf(profile.ServerName ?? profile.Host);
        var host = InUrl(name);
        return new ServerAddressing(name, profile.Port == HttpsPort ? host : FormattableString.Invariant($"{host}:{profile.Port}"));
    }

    /// <summary>What a proxy is asked to connect us to; throws <see cref="ConnectException"/> for what can be no server's name.</summary>
    public static string TargetOf(ConnectionProfile profile) => FormattableString.Invariant($"{InUrl(AsciiOf(profile.Host))}:{profile.Port}");

    private static string InUrl(string name) =>
        IPAddress.TryParse(name, out var address) && address.AddressFamily is AddressFamily.InterNetworkV6 ? $"[{name}]" : name;

    private static string AsciiOf(string name)
    {
        if (IPAddress.TryParse(name, out _))
            return name;
        try
        {
            var ascii = Idn.GetAscii(name.TrimEnd('.'));
            return !ascii.AsSpan().ContainsAnyExceptInRange('!', '~') ? ascii : throw new ConnectException(new ClientFailure.NameNotResolved(name));
        }
        catch (ArgumentException e)
        {
            throw new ConnectException(new ClientFailure.NameNotResolved(name), e);
        }
    }
}
