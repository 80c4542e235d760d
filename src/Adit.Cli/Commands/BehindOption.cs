using System.CommandLine;
using System.Net;

namespace Adit.Cli.Commands;

/// <summary><c>--behind</c>: networks behind this machine, once or several times.</summary>
internal static class BehindOption
{
    /// <summary>What it takes, in words.</summary>
    public const string Words = "a prefix such as 192.168.50.0/24 or fd50::/64";

    public static Option<IPNetwork[]> Create() => new("--behind")
    {
        Description = "A network behind this machine, whose hosts use the tunnel, too; may be repeated",
        HelpName = "PREFIX",
        DefaultValueFactory = _ => [],
        CustomParser = result =>
        {
            foreach (var token in result.Tokens)
                if (Parse(token.Value) is null)
                    result.AddError($"'{token.Value}' is no network: expected {Words}.");
            return [.. result.Tokens.Select(token => Parse(token.Value)).OfType<IPNetwork>()];
        },
    };

    /// <summary>The network; null where it is none, or everything.</summary>
    public static IPNetwork? Parse(string text) => IPNetwork.TryParse(text, out var network) && network.PrefixLength > 0 ? network : null;
}
