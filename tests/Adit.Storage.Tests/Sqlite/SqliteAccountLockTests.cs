using Adit.Access.Accounts;
using Adit.Access.Tests.Accounts;

namespace Adit.Storage.Tests.Sqlite;

public sealed class SqliteAccountLockTests : AccountLockContract, IDisposable
{
    private readonly TemporaryDatabase _temporary = new();

    protected override IAccountStore Store => _temporary.Database.Accounts;

    public void Dispose() => _temporary.Dispose();
}
