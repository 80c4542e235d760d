using Dapper;
using Microsoft.Data.Sqlite;

namespace Adit.Storage.Sqlite;

/// <summary>Looks at a database without changing it, whether a server uses it or not.</summary>
public static class SqliteInspection
{
    private const string Sound = "ok";
    private const int MaxProblems = 3;

    /// <summary>What SQLite finds amiss in the database of a state directory; null for nothing, and where there is none.</summary>
    public static string? FindDamage(string directory)
    {
        var path = Path.Combine(directory, SqliteDatabase.FileName);
        if (!File.Exists(path))
            return null;

        SqliteLibrary.EnsureLoaded();
        try
        {
            using var connection = new SqliteConnection(SqliteDatabaseFile.ConnectionString(path, SqliteOpenMode.ReadOnly, pooling: false));
            connection.Open();
            var problems = connection.Query<string>($"PRAGMA quick_check({MaxProblems})").ToList();
            return problems is [Sound] ? null : string.Join("; ", problems);
        }
        catch (SqliteException e)
        {
            return e.Message;
        }
    }
}
