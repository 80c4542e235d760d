using Adit.Access.Denials;
using Adit.Access.Tests.Denials;

namespace Adit.Storage.Tests.Sqlite;

public sealed class SqliteDenialStoreTests : DenialStoreContract, IDisposable
{
    private readonly TemporaryDatabase _temporary = new();

    protected override IDenialStore Store => _temporary.Database.Denials;

    public void Dispose() => _temporary.Dispose();
}
