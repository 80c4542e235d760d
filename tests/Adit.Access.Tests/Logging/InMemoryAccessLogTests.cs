using Adit.Access.Logging;

namespace Adit.Access.Tests.Logging;

public sealed class InMemoryAccessLogTests : AccessLogContract
{
    protected override IAccessLog Log { get; } = new InMemoryAccessLog();
}
