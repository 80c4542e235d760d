using Adit.Diagnosis.Attempts;
using Adit.Diagnosis.Tests.Attempts;

namespace Adit.Storage.Tests.Sqlite;

public sealed class SqliteAttemptStoreTests : AttemptStoreContract, IDisposable
{
    private readonly TemporaryDatabase _temporary = new();

    protected override IAttemptStore Store => _temporary.Database.Attempts;

    public void Dispose() => _temporary.Dispose();
}
