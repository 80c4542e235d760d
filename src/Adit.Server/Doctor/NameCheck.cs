using Adit.Access.Decisions;
using Adit.Diagnosis.Findings;
using Adit.Server.Control;

namespace Adit.Server.Doctor;

/// <summary>Looks whether clients disagree about the encoding of names while the server reads one alone.</summary>
internal sealed class NameCheck : IServerCheck
{
    private const int MaxAttempts = 1000;
    private static readonly TimeSpan Recent = TimeSpan.FromDays(7);

    public string Component => "names";

    public async Task<IReadOnlyList<Finding>> RunAsync(ServerSight sight, CancellationToken cancellation)
    {
        if (sight.Client is not { } client || sight.Configuration.Access.IdentityText is IdentityText.Auto)
            return [];

        var filter = new AttemptFilter { SinceUtc = sight.Now - Recent, Limit = MaxAttempts };
        return [.. Judge(sight.Configuration.Access.IdentityText, await client.ListAttemptsAsync(filter, cancellation))];
    }

    /// <summary>One attempt of each kind is proof enough.</summary>
    internal static IEnumerable<Finding> Judge(IdentityText setting, IReadOnlyList<AttemptView> attempts)
    {
        if (setting is not IdentityText.Auto && UserOf(attempts, "utf-8") is { } utf8 && UserOf(attempts, "8-bit") is { } codePage)
            yield return Finding.AtServer("names", new ServerFault.NamesOfBothKinds($"{setting}".ToLowerInvariant(), utf8, codePage));
    }

    private static string? UserOf(IReadOnlyList<AttemptView> attempts, string bytes) =>
        attempts.FirstOrDefault(attempt => attempt.Facts.Any(fact => fact.Name == "name.bytes" && fact.Value == bytes))?.User;
}
