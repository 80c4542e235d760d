using Adit.Access.Tests;
using Adit.Storage.Sqlite;

namespace Adit.Storage.Tests.Sqlite;

/// <summary>A database of a test's own.</summary>
public sealed class TemporaryDatabase : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public TemporaryDatabase() => Database = SqliteDatabase.Open(_directory.Path);

    public SqliteDatabase Database { get; }

    public void Dispose()
    {
        Database.Dispose();
        _directory.Dispose();
    }
}
