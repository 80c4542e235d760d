using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Issuing;
using Dapper;

namespace Adit.Storage.Sqlite;

/// <summary>What our CA has issued, in SQLite.</summary>
public sealed class SqliteIssuedCertificates : IIssuedCertificates
{
    private const string Selection =
        "SELECT serial, issuer_key_id AS IssuerKeyId, template, subject, der, not_before AS NotBefore, not_after AS NotAfter, revoked, reason "
        + "FROM certificates ";

    private readonly SqliteDatabase _database;

    internal SqliteIssuedCertificates(SqliteDatabase database) => _database = database;

    /// <inheritdoc/>
    public async ValueTask AddAsync(IssuedCertificate certificate, CancellationToken cancellationToken) => await _database.WriteDurablyAsync(
        (connection, transaction) => connection.Execute(
            """
            INSERT INTO certificates (serial, issuer_key_id, template, subject, der, not_before, not_after)
            VALUES (@Serial, @IssuerKeyId, @Template, @Subject, @der, @notBefore, @notAfter)
            """,
            new
            {
                certificate.Serial,
                certificate.IssuerKeyId,
                certificate.Template,
                certificate.Subject,
                der = certificate.Der.ToArray(),
                notBefore = SqliteTime.ToSql(certificate.NotBeforeUtc),
                notAfter = SqliteTime.ToSql(certificate.NotAfterUtc),
            },
            transaction),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IssuedCertificate?> FindAsync(string serial, CancellationToken cancellationToken) =>
        new(Query("WHERE serial = @serial", new { serial }).SingleOrDefault());

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<IssuedCertificate>> ListAsync(CancellationToken cancellationToken) =>
        new(Query("ORDER BY id DESC", new { }));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<IssuedCertificate>> ListRevokedAsync(
        string issuerKeyId, DateTimeOffset nowUtc, CancellationToken cancellationToken) => new(Query(
            "WHERE issuer_key_id = @issuerKeyId AND revoked IS NOT NULL AND not_after > @now ORDER BY serial",
            new { issuerKeyId, now = SqliteTime.ToSql(nowUtc) }));

    /// <inheritdoc/>
    public ValueTask<bool> RevokeAsync(
        string serial, X509RevocationReason reason, DateTimeOffset atUtc, CancellationToken cancellationToken) =>
        _database.WriteDurablyAsync(
            (connection, transaction) =>
            {
                var changed = connection.Execute(
                    "UPDATE certificates SET revoked = @revoked, reason = @reason WHERE serial = @serial AND revoked IS NULL",
                    new { serial, revoked = SqliteTime.ToSql(atUtc), reason = (int)reason },
                    transaction);
                return changed == 1
                    && SqliteChangeLog.Append(connection, transaction, atUtc, IIssuedCertificates.ChangeKind, serial) == 1;
            },
            cancellationToken);

    private IssuedCertificate[] Query(string condition, object parameters) => _database.Read(connection =>
        connection.Query<Row>(Selection + condition, parameters).Select(row => row.ToCertificate()).ToArray());

    private sealed record Row(
        string Serial, string IssuerKeyId, string Template, string Subject, byte[] Der, long NotBefore, long NotAfter, long? Revoked, long? Reason)
    {
        public IssuedCertificate ToCertificate() => new(
            Serial, IssuerKeyId, Template, Subject, Der, SqliteTime.FromSql(NotBefore), SqliteTime.FromSql(NotAfter))
        {
            RevokedUtc = SqliteTime.FromSql(Revoked),
            Reason = (X509RevocationReason?)Reason,
        };
    }
}
