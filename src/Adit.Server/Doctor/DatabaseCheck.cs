using Adit.Diagnosis.Findings;
using Adit.Storage.Sqlite;

namespace Adit.Server.Doctor;

/// <summary>Has SQLite look whether the database holds together.</summary>
internal sealed class DatabaseCheck : IServerCheck
{
    public string Component => "database";

    public Task<IReadOnlyList<Finding>> RunAsync(ServerSight sight, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<Finding>>(
        !File.Exists(Path.Combine(sight.StateDirectory, SqliteDatabase.FileName)) ? []
        : SqliteInspection.FindDamage(sight.StateDirectory) is { } damage ? [Finding.AtServer("database", new ServerFault.DatabaseDamaged(damage))]
        : [Finding.Good("database", "The database holds together.", "PRAGMA quick_check")]);
}
