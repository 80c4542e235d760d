using Adit.Access.Logging;
using Adit.Access.Tests.Logging;

namespace Adit.Storage.Tests.Sqlite;

public sealed class SqliteAccessLogTests : AccessLogContract, IDisposable
{
    private readonly TemporaryDatabase _temporary = new();

    protected override IAccessLog Log => _temporary.Database.AccessLog;

    public void Dispose() => _temporary.Dispose();
}
