using System.CommandLine;
using System.Globalization;
using System.Net;

namespace Adit.Cli;

/// <summary><c>--port</c>: the server's TCP port.</summary>
internal static class PortOption
{
    public static Option<int> Create() => new("--port")
    {
        Description = "The server's TCP port",
        HelpName = "N",
        DefaultValueFactory = _ => ConnectOptions.HttpsPort,
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= IPEndPoint.MaxPort)
                return port;

            result.AddError($"--port is to be a number from 1 to {IPEndPoint.MaxPort}.");
            return 0;
        },
    };
}
