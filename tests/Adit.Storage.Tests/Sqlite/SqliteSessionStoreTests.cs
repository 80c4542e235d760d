using Adit.Access.Accounting;
using Adit.Access.Tests.Accounting;

namespace Adit.Storage.Tests.Sqlite;

public sealed class SqliteSessionStoreTests : SessionStoreContract, IDisposable
{
    private readonly TemporaryDatabase _temporary = new();

    protected override ISessionStore Store => _temporary.Database.Sessions;

    public void Dispose() => _temporary.Dispose();
}
