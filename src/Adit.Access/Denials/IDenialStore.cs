using Adit.Access.Auditing;

namespace Adit.Access.Denials;

/// <summary>Where denials are kept. Each change is one transaction with its audit entry. May be called from any thread.</summary>
public interface IDenialStore
{
    /// <summary>All of them, the oldest first.</summary>
    ValueTask<IReadOnlyList<Denial>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Denies; in place of an earlier denial of the same.</summary>
    ValueTask PutAsync(Denial denial, AuditEntry audit, CancellationToken cancellationToken);

    /// <summary>Takes a denial back; false, and nothing stored, where there is none.</summary>
    ValueTask<bool> RemoveAsync(DenialKind kind, string subject, AuditEntry audit, CancellationToken cancellationToken);
}
