using Adit.Access.Accounting;

namespace Adit.Access.Tests.Accounting;

public sealed class InMemorySessionStoreTests : SessionStoreContract
{
    protected override ISessionStore Store { get; } = new InMemorySessionStore();
}
