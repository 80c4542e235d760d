using System.CommandLine;
using Adit.Protocols.Ppp;

namespace Adit.Cli;

/// <summary><c>--auth</c>: the methods of authentication that a server may ask for.</summary>
internal static class AuthenticationOption
{
    public static Option<IReadOnlyList<PppMethod>> Create() => new("--auth")
    {
        Description = "What the server may ask for: mschapv2, chap, pap. The last two prove no server, and pap hands it your password",
        HelpName = "METHOD[,METHOD]",
        DefaultValueFactory = _ => [PppMethod.MsChapV2],
        CustomParser = result =>
        {
            var methods = result.Tokens[0].Value.Split(',').Select(PppMethodNames.Find).ToList();
            if (!methods.Contains(null) && !methods.Contains(PppMethod.Eap)) // this client has no method of EAP
                return [.. methods.OfType<PppMethod>().Distinct()];

            result.AddError("--auth is to be one or more of mschapv2, chap, pap, with commas between them.");
            return [];
        },
    };
}
