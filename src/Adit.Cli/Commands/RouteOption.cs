using System.CommandLine;
using System.CommandLine.Parsing;
using Adit.Protocols.Ip;

namespace Adit.Cli.Commands;

/// <summary><c>--route</c>: networks that go through the tunnel, whatever the server says.</summary>
internal static class RouteOption
{
    public static Option<Ipv4Network[]> Create() => new("--route")
    {
        Description = "Lead this network through the tunnel, too; may be given several times",
        HelpName = "PREFIX",
        DefaultValueFactory = _ => [],
        CustomParser = result => [.. result.Tokens.Select(token => Read(token.Value, result))],
    };

    private static Ipv4Network Read(string text, ArgumentResult result)
    {
        if (!Ipv4Network.TryParse(text, out var network))
            result.AddError($"--route is to be an IPv4 prefix without bits behind it, such as 10.0.0.0/8, not '{text}'.");
        return network;
    }
}
