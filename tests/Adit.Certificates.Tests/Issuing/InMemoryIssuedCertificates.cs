using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Issuing;

namespace Adit.Certificates.Tests.Issuing;

/// <summary>The contract of <see cref="IIssuedCertificates"/> in memory.</summary>
public sealed class InMemoryIssuedCertificates : IIssuedCertificates
{
    private readonly Lock _lock = new();
    private readonly List<IssuedCertificate> _all = [];

    public ValueTask AddAsync(IssuedCertificate certificate, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_all.Exists(other => other.Serial == certificate.Serial))
                throw new InvalidOperationException($"There is a certificate {certificate.Serial} already.");
            _all.Add(certificate);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IssuedCertificate?> FindAsync(string serial, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new(_all.Find(certificate => certificate.Serial == serial));
    }

    public ValueTask<IReadOnlyList<IssuedCertificate>> ListAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return new([.. Enumerable.Reverse(_all)]);
    }

    public ValueTask<IReadOnlyList<IssuedCertificate>> ListRevokedAsync(
        string issuerKeyId, DateTimeOffset nowUtc, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return new([.. _all
                .Where(certificate => certificate.IssuerKeyId == issuerKeyId && certificate.RevokedUtc is not null && certificate.NotAfterUtc > nowUtc)
                .OrderBy(certificate => certificate.Serial, StringComparer.Ordinal)]);
        }
    }

    public ValueTask<bool> RevokeAsync(
        string serial, X509RevocationReason reason, DateTimeOffset atUtc, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var at = _all.FindIndex(certificate => certificate.Serial == serial && certificate.RevokedUtc is null);
            if (at >= 0)
                _all[at] = _all[at] with { RevokedUtc = atUtc, Reason = reason };
            return new(at >= 0);
        }
    }
}
