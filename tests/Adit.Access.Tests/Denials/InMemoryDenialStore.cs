using Adit.Access.Auditing;
using Adit.Access.Denials;

namespace Adit.Access.Tests.Denials;

/// <summary>The contract of <see cref="IDenialStore"/> in memory, which can be away.</summary>
public sealed class InMemoryDenialStore : IDenialStore
{
    private readonly List<Denial> _denials = [];

    public List<AuditEntry> Audit { get; } = [];

    public bool IsAway { get; set; }

    public ValueTask<IReadOnlyList<Denial>> ListAsync(CancellationToken cancellationToken) =>
        IsAway ? throw new IOException("away") : new([.. _denials.OrderBy(denial => denial.AtUtc)]);

    public ValueTask PutAsync(Denial denial, AuditEntry audit, CancellationToken cancellationToken)
    {
        _denials.RemoveAll(other => (other.Kind, other.Subject) == (denial.Kind, denial.Subject));
        _denials.Add(denial);
        Audit.Add(audit);
        return default;
    }

    public ValueTask<bool> RemoveAsync(DenialKind kind, string subject, AuditEntry audit, CancellationToken cancellationToken)
    {
        var isRemoved = _denials.RemoveAll(denial => (denial.Kind, denial.Subject) == (kind, subject)) > 0;
        if (isRemoved)
            Audit.Add(audit);
        return new(isRemoved);
    }
}
