using Adit.Access.Leases;
using Adit.Access.Tests.Leases;

namespace Adit.Storage.Tests.Sqlite;

public sealed class SqliteLeaseStoreTests : LeaseStoreContract, IDisposable
{
    private readonly TemporaryDatabase _temporary = new();

    protected override ILeaseStore Store => _temporary.Database.Leases;

    public void Dispose() => _temporary.Dispose();
}
