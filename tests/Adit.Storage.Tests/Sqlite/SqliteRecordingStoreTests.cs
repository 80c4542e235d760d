using Adit.Diagnosis.Attempts;
using Adit.Diagnosis.Tests.Attempts;

namespace Adit.Storage.Tests.Sqlite;

public sealed class SqliteRecordingStoreTests : RecordingStoreContract, IDisposable
{
    private readonly TemporaryDatabase _temporary = new();

    protected override IRecordingStore Store => _temporary.Database.Recordings;

    public void Dispose() => _temporary.Dispose();
}
