using System.Text.Json.Nodes;

namespace Adit.Server.Control;

/// <summary>What an operator can ask about the configuration of a running server. Any thread may call.</summary>
public interface IConfigurationControl
{
    /// <summary>Where it is read from.</summary>
    string File { get; }

    /// <summary>Every key with the value in force; null for one that has none.</summary>
    ValueTask<JsonObject> GetAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Reads the file again, checks it whole and puts it in force; gives what changed. Where it is refused, throws
    /// <see cref="ControlException"/> with the reason, and nothing is changed. No session ends of it.
    /// </summary>
    ValueTask<ReloadView> ReloadAsync(Actor actor, CancellationToken cancellationToken);
}
