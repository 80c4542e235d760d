using System.CommandLine;
using Adit.Server.Control;

namespace Adit.Cli;

/// <summary>The request of <c>adit policy test</c>, an option for each attribute.</summary>
internal sealed class PolicyTestOptions
{
    private readonly Option<string> _user = new("--user") { Description = "The name given", HelpName = "NAME", Required = true };
    private readonly Option<string?> _groups = Make("--groups", "The account's groups, instead of those it has", "NAME,…");
    private readonly Option<string?> _permission = Make("--permission", "The account's permission, instead of the one it has", "policy|allow|deny");
    private readonly Option<string?> _authentication = Make("--auth", "How they prove who they are", "mschapv2|pap|chap|eap|peap");
    private readonly Option<string?> _eap = Make("--eap", "The EAP method", "TYPE");
    private readonly Option<string?> _calling = Make("--calling", "From where they call (Calling-Station-Id)", "TEXT");
    private readonly Option<string?> _called = Make("--called", "What they call (Called-Station-Id)", "TEXT");
    private readonly Option<string?> _nas = Make("--nas", "What the gateway calls itself (NAS-Identifier)", "NAME");
    private readonly Option<string?> _port = Make("--port-type", "The kind of port (NAS-Port-Type)", "virtual|ethernet|wireless|NUMBER");
    private readonly Option<string?> _tunnel = Make("--tunnel", "The kind of tunnel (Tunnel-Type)", "sstp|l2tp|pptp|esp|NUMBER");
    private readonly Option<string?> _client = Make("--client", "The RADIUS client that asks", "NAME");
    private readonly Option<string?> _at = Make("--at", "When, instead of now", "\"DAY HH:MM\"");

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_user, _groups, _permission, _authentication, _eap, _calling, _called, _nas, _port, _tunnel, _client, _at])
            command.Options.Add(option);
    }

    public PolicyOrder Read(ParseResult parsed) => new(parsed.GetRequiredValue(_user))
    {
        Groups = parsed.GetValue(_groups)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        Permission = parsed.GetValue(_permission),
        AuthenticationType = parsed.GetValue(_authentication),
        EapType = parsed.GetValue(_eap),
        CallingStationId = parsed.GetValue(_calling),
        CalledStationId = parsed.GetValue(_called),
        NasIdentifier = parsed.GetValue(_nas),
        NasPortType = parsed.GetValue(_port),
        TunnelType = parsed.GetValue(_tunnel),
        Client = parsed.GetValue(_client),
        At = parsed.GetValue(_at),
    };

    private static Option<string?> Make(string name, string description, string value) => new(name) { Description = description, HelpName = value };
}
