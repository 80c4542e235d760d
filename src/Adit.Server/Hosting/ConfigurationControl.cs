using System.Text.Json.Nodes;
using Adit.Access.Auditing;
using Adit.Server.Configuration;
using Adit.Server.Control;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Hosting;

/// <summary>Shows and reloads the configuration for an operator; a reload is audited, a refused one too.</summary>
internal sealed class ConfigurationControl(
    ConfigurationReloader reloader, UpOptions options, IAuditLog audit, EventHub events, TimeProvider clock, ILogger logger) : IConfigurationControl
{
    private const string Action = "configuration.reload";

    public string File => Path.GetFullPath(StateDirectory.ConfigurationFileOf(options));

    public ValueTask<JsonObject> GetAsync(CancellationToken cancellationToken) => new(EffectiveConfiguration.ToTree(reloader.Keys));

    /// <summary>Not cancelled with its request: half a reload would be none.</summary>
    public async ValueTask<ReloadView> ReloadAsync(Actor actor, CancellationToken cancellationToken)
    {
        var file = StateDirectory.ConfigurationFileOf(options);
        try
        {
            var changes = await reloader.ReloadAsync();
            var words = WordsOf(changes);
            await AuditAsync(actor, file, words);
            HostingLog.Reloaded(logger, actor.Name, words);
            events.Publish(new ServerEvent.ConfigurationReloaded([.. changes.Select(WordsOf)]));
            return new ReloadView(file, changes);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            var problem = StartupProblems.Of(e, options);
            await AuditAsync(actor, file, "refused");
            HostingLog.ReloadRefused(logger, actor.Name, problem.Message.ReplaceLineEndings("; "), problem.NextStep);
            throw new ControlException(
                ControlFault.Invalid, new ProblemView("configuration-refused", problem.Message, $"{problem.NextStep} Nothing has been changed."), e);
        }
    }

    private static string WordsOf(IReadOnlyList<ChangeView> changes) => changes.Count == 0
        ? "nothing has changed"
        : string.Join("; ", changes.Select(WordsOf));

    private static string WordsOf(ChangeView change) =>
        $"{change.Key}: {change.Old} -> {change.New}{(change.AtNextStart ? " (at the next start)" : "")}";

    private ValueTask AuditAsync(Actor actor, string file, string detail) =>
        audit.AppendAsync(new AuditEntry(clock.GetUtcNow(), actor.Name, Action, file, detail), CancellationToken.None);
}
