using System.Globalization;
using Adit.Access.Leases;
using Adit.Protocols.Ip;
using Dapper;

namespace Adit.Storage.Sqlite;

/// <summary>Leases, in SQLite.</summary>
public sealed class SqliteLeaseStore : ILeaseStore
{
    private const string Selection =
        "SELECT gateway, address, account, session_id AS SessionId, correlation_id AS CorrelationId, since, released FROM leases ";

    private readonly SqliteDatabase _database;

    internal SqliteLeaseStore(SqliteDatabase database) => _database = database;

    /// <inheritdoc/>
    public async ValueTask<bool> TryTakeAsync(Lease lease, CancellationToken cancellationToken) => await _database.WriteGroupedAsync(
        writer => writer.Run(
            """
            INSERT INTO leases (gateway, address, account, session_id, correlation_id, since)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (gateway, address) DO UPDATE SET
                account = excluded.account, session_id = excluded.session_id, correlation_id = excluded.correlation_id,
                since = excluded.since, released = NULL
            WHERE released IS NOT NULL OR session_id = excluded.session_id
            """,
            values => values.Add(lease.Gateway).Add(lease.Address.Value).Add(lease.Account).Add(lease.SessionId)
                .Add(lease.CorrelationId?.ToString()).Add(SqliteTime.ToSql(lease.SinceUtc)))) == 1;

    /// <inheritdoc/>
    public async ValueTask ReleaseAsync(
        string gateway, Ipv4Address address, string sessionId, DateTimeOffset releasedUtc, CancellationToken cancellationToken) =>
        await _database.WriteGroupedAsync(writer => writer.Run(
            "UPDATE leases SET released = ? WHERE gateway = ? AND address = ? AND session_id = ? AND released IS NULL",
            values => values.Add(SqliteTime.ToSql(releasedUtc)).Add(gateway).Add(address.Value).Add(sessionId)));

    /// <inheritdoc/>
    public ValueTask<int> ReleaseAllAsync(string gateway, DateTimeOffset releasedUtc, CancellationToken cancellationToken) =>
        _database.WriteAsync(
            (connection, transaction) => connection.Execute(
                "UPDATE leases SET released = @released WHERE gateway = @gateway AND released IS NULL",
                new { gateway, released = SqliteTime.ToSql(releasedUtc) },
                transaction),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Lease>> ListHeldAsync(string gateway, CancellationToken cancellationToken) =>
        new(Query("WHERE gateway = @gateway AND released IS NULL ORDER BY address", new { gateway }));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Lease>> ListFormerAsync(string gateway, string account, int count, CancellationToken cancellationToken) => new(Query(
        "WHERE gateway = @gateway AND account = @account AND released IS NOT NULL ORDER BY since DESC, address LIMIT @count",
        new { gateway, account, count }));

    /// <inheritdoc/>
    public ValueTask<Lease?> FindLatestAsync(string gateway, CancellationToken cancellationToken) =>
        new(Query("WHERE gateway = @gateway ORDER BY since DESC, address DESC LIMIT 1", new { gateway }).SingleOrDefault());

    private Lease[] Query(string condition, object parameters) => _database.Read(connection =>
        connection.Query<Row>(Selection + condition, parameters).Select(row => row.ToLease()).ToArray());

    private sealed record Row(
        string Gateway, long Address, string Account, string SessionId, string? CorrelationId, long Since, long? Released)
    {
        public Lease ToLease() => new(
            Gateway,
            new Ipv4Address((uint)Address),
            Account,
            SessionId,
            CorrelationId is null ? null : Guid.Parse(CorrelationId, CultureInfo.InvariantCulture),
            SqliteTime.FromSql(Since))
        {
            ReleasedUtc = SqliteTime.FromSql(Released),
        };
    }
}
