using System.CommandLine;

namespace Adit.Cli;

/// <summary><c>--auth</c>: the methods of authentication that a server may ask for.</summary>
internal static class AuthenticationOption
{
    public static Option<AuthenticationChoice> Create() => new("--auth")
    {
        Description = $"What the server may ask for: {AuthenticationChoice.All}. eap-md5, eap-gtc, chap and pap prove no server, and eap-gtc and pap hand it your password",
        HelpName = "METHOD[,METHOD]",
        DefaultValueFactory = _ => AuthenticationChoice.Default,
        CustomParser = result =>
        {
            if (AuthenticationChoice.Read(result.Tokens[0].Value.Split(',')) is { } choice)
                return choice;

            result.AddError($"--auth is to be one or more of {AuthenticationChoice.All}, with commas between them.");
            return AuthenticationChoice.Default;
        },
    };
}
