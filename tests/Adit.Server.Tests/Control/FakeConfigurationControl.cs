using System.Text.Json.Nodes;
using Adit.Server.Control;

namespace Adit.Server.Tests.Control;

/// <summary>A configuration of one key, and a reload that tells what it is given or refuses.</summary>
public sealed class FakeConfigurationControl : IConfigurationControl
{
    public List<ChangeView> Changes { get; } = [];

    public List<Actor> Actors { get; } = [];

    public ProblemView? Refusal { get; set; }

    public string File => "/etc/adit/adit.yaml";

    public ValueTask<JsonObject> GetAsync(CancellationToken cancellationToken) => new(new JsonObject
    {
        ["mtu"] = 1400,
        ["dns"] = new JsonArray("10.0.0.53"),
        ["access"] = new JsonObject { ["idleTimeout"] = null, ["maxFailures"] = 5 },
    });

    public ValueTask<ReloadView> ReloadAsync(Actor actor, CancellationToken cancellationToken)
    {
        Actors.Add(actor);
        return Refusal is null ? new(new ReloadView("/etc/adit/adit.yaml", Changes)) : throw new ControlException(ControlFault.Invalid, Refusal);
    }
}
