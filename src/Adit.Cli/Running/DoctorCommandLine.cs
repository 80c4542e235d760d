using System.Net;
using Adit.Client;

namespace Adit.Cli.Running;

/// <summary>The command that looks into a connection that failed.</summary>
internal static class DoctorCommandLine
{
    /// <summary><c>adit doctor HOST[:PORT] --as USER</c>; without the user, who may be none, where the name would need to be quoted.</summary>
    public static string Of(ConnectionProfile profile) => $"adit doctor {ServerOf(profile)}{UserOf(profile.UserName)}";

    private static string ServerOf(ConnectionProfile profile) => profile.Port == ConnectOptions.HttpsPort
        ? profile.Host
        : FormattableString.Invariant($"{(IPAddress.TryParse(profile.Host, out var address) && address.AddressFamily is System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{profile.Host}]" : profile.Host)}:{profile.Port}");

    private static string UserOf(string name) => name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' or '@') ? $" --as {name}" : "";
}
