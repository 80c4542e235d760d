namespace Adit.Access.Auditing;

/// <summary>Who changed what, and when. Entries are only ever added.</summary>
public interface IAuditLog
{
    /// <summary>Adds an entry for a change that no other store's transaction records.</summary>
    ValueTask AppendAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>The last entries that are asked for, newest first.</summary>
    ValueTask<IReadOnlyList<AuditEntry>> ListAsync(AuditQuery query, CancellationToken cancellationToken);
}
