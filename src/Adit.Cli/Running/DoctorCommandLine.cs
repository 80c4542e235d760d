using System.Net;

namespace Adit.Cli.Running;

/// <summary>The command that looks into a connection that failed, from the same place by the same way.</summary>
internal static class DoctorCommandLine
{
    private const string Punctuation = "./-_@:+,=%";

    /// <summary>
    /// <c>adit doctor HOST[:PORT] --as USER</c>, with the authorities, the way and the name that the connection was asked to take. What
    /// would have to be quoted is left out: its user knows it. Secrets are never in it.
    /// </summary>
    public static string Of(ConnectOptions options) => string.Concat(
    [
        $"adit doctor {ServerOf(options)}",
        Option("--as", options.User),
        Option("--ca", options.CaFile),
        Option("--sni", options.Sni),
        Option("--proxy", options.ProxyOption),
        Option("--proxy-user", options.ProxyOption is null ? null : options.Proxy?.Credential?.UserName),
    ]);

    private static string ServerOf(ConnectOptions options) => options.Port == ConnectOptions.HttpsPort
        ? options.Host
        : FormattableString.Invariant($"{(IPAddress.TryParse(options.Host, out var address) && address.AddressFamily is System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{options.Host}]" : options.Host)}:{options.Port}");

    private static string Option(string name, string? value) =>
        value is { Length: > 0 } && value[0] != '-' && value.All(letter => char.IsAsciiLetterOrDigit(letter) || Punctuation.Contains(letter, StringComparison.Ordinal))
            ? $" {name} {value}"
            : "";
}
