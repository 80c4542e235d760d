namespace Adit.Server.Control;

/// <summary>What an operator can ask about who is denied.</summary>
public interface IDenialControl
{
    /// <summary>All denials, the oldest first.</summary>
    ValueTask<IReadOnlyList<DenialView>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Denies from the next decision on, and ends open sessions where that is asked for.</summary>
    ValueTask<DeniedView> DenyAsync(DenialOrder order, Actor actor, CancellationToken cancellationToken);

    /// <summary>Takes a denial back.</summary>
    ValueTask AllowAsync(string kind, string subject, Actor actor, CancellationToken cancellationToken);
}
