using System.Collections.Frozen;
using Adit.Access.Accounts;
using Adit.Access.Auditing;

namespace Adit.Access.Denials;

/// <summary>
/// Who is denied. Each decision looks here: what this process changes holds for the next one, what another has written into the same
/// store holds within a second. While the store is away, what was last seen holds on. Any thread may call.
/// </summary>
public sealed class DenyList(IDenialStore store, TimeProvider time)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    private volatile Seen _seen = new(FrozenSet<(DenialKind, string)>.Empty, null);

    /// <summary>All denials, the oldest first.</summary>
    public ValueTask<IReadOnlyList<Denial>> ListAsync(CancellationToken cancellationToken) => store.ListAsync(cancellationToken);

    /// <summary>Denies; gives the subject as it is stored, or the failure.</summary>
    public async ValueTask<(string? Subject, AccountFailure? Failure)> DenyAsync(
        DenialKind kind, string text, string reason, string actor, CancellationToken cancellationToken)
    {
        if (DenialSubject.Normalize(kind, text) is not { } subject)
            return (null, new AccountFailure.DenialInvalid(WordOf(kind)));

        var denial = new Denial(kind, subject, time.GetUtcNow(), actor, reason[..Math.Min(reason.Length, Denial.MaxReasonLength)]);
        var audit = new AuditEntry(denial.AtUtc, actor, "access.deny", $"{WordOf(kind)} {subject}", denial.Reason);
        await store.PutAsync(denial, audit, cancellationToken);
        await LookAsync(CancellationToken.None);
        return (subject, null);
    }

    /// <summary>Takes a denial back; gives the failure where there is none.</summary>
    public async ValueTask<AccountFailure?> AllowAsync(DenialKind kind, string text, string actor, CancellationToken cancellationToken)
    {
        var subject = DenialSubject.Normalize(kind, text) ?? text;
        var audit = new AuditEntry(time.GetUtcNow(), actor, "access.allow", $"{WordOf(kind)} {subject}", "");
        if (!await store.RemoveAsync(kind, subject, audit, cancellationToken))
            return new AccountFailure.NotDenied(WordOf(kind), subject);

        await LookAsync(CancellationToken.None);
        return null;
    }

    /// <summary>To be awaited before a decision: sees what others have written, where the last look is older than a second.</summary>
    public async ValueTask RefreshAsync(CancellationToken cancellationToken)
    {
        var seen = _seen;
        if (seen.At is { } at && time.GetElapsedTime(at) < MaxAge)
            return;

        try
        {
            await LookAsync(cancellationToken);
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException) && seen.At is not null)
        {
            _seen = seen with { At = time.GetTimestamp() }; // it is tried again in a second
        }
    }

    /// <summary>Whether the account or one of its groups is denied, as last seen.</summary>
    public bool Denies(Account account)
    {
        var denied = _seen.Denied;
        return denied.Count > 0 && (denied.Contains((DenialKind.User, account.Name.Value))
            || account.Groups.Names.Any(group => denied.Contains((DenialKind.Group, group))));
    }

    /// <summary>Whether the certificate with this SHA-256 is denied, as last seen.</summary>
    public bool DeniesCertificate(string fingerprint) => _seen.Denied.Contains((DenialKind.Certificate, fingerprint));

    /// <summary>The word of a kind.</summary>
    public static string WordOf(DenialKind kind) => kind.ToString().ToLowerInvariant();

    private async ValueTask LookAsync(CancellationToken cancellationToken)
    {
        var at = time.GetTimestamp(); // before the look: what is written meanwhile counts as unseen
        var denials = await store.ListAsync(cancellationToken);
        _seen = new Seen(denials.Select(denial => (denial.Kind, denial.Subject)).ToFrozenSet(), at);
    }

    private sealed record Seen(FrozenSet<(DenialKind, string)> Denied, long? At);
}
