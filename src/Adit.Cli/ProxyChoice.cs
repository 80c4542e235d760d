using Adit.Client;
using Adit.Protocols.Http;

namespace Adit.Cli;

/// <summary>Which proxy to take, from what was asked for and what the environment says.</summary>
/// <param name="Url"><c>http://HOST:PORT</c>; "none" for the straight way; null to go by the environment.</param>
/// <param name="User">The name to sign in with at the proxy; null for none, or the one in the environment's URL.</param>
/// <param name="PasswordFile">The file with its password; null to ask for it.</param>
internal sealed record ProxyChoice(string? Url, string? User, string? PasswordFile)
{
    private const string None = "none";

    /// <summary>The proxy for this server; null for the straight way.</summary>
    public ProxyServer? For(string host, int port, Func<string, string?> environment, Func<string, string>? askSecret)
    {
        if (Url is None || (Url is null ? SystemProxy.Find(environment, host, port) : ("--proxy", Url)) is not var (source, url))
        {
            return User is null
                ? null
                : throw Wrong("There is a user name for a proxy, and no proxy.", "Name the proxy with --proxy http://HOST:PORT.");
        }

        if (!ProxyServer.TryParse(url, out var proxy, out var problem))
            throw Wrong($"{source}: {problem}", "Name the proxy as http://HOST:PORT, or none to do without.");
        if (Url is not null && proxy.Credential is not null)
            throw Wrong("A proxy's name and password do not belong on a command line, which every process can read.",
                "Give them with --proxy-user NAME and --proxy-password-file FILE.");

        return User is null ? proxy : proxy with { Credential = CredentialOf(User, askSecret) };
    }

    private ProxyCredential CredentialOf(string user, Func<string, string>? askSecret)
    {
        if (!ProxyCredential.IsPossible(user))
            throw Wrong("A proxy's user name has no colon and no control character, and is not empty.", "Check --proxy-user.");
        if (PasswordFile is not null)
            return new ProxyCredential(user, PasswordOptions.ReadFile(PasswordFile));

        return askSecret is not null
            ? new ProxyCredential(user, askSecret("Password for the proxy: "))
            : throw Wrong("Nobody is at a terminal to be asked for the proxy's password.", "Give it with --proxy-password-file FILE.");
    }

    private static CliException Wrong(string cause, string nextStep) => new(ExitCode.Usage, cause, nextStep);
}
