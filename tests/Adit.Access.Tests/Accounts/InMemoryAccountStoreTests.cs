using Adit.Access.Accounts;

namespace Adit.Access.Tests.Accounts;

public sealed class InMemoryAccountStoreTests : AccountStoreContract
{
    protected override IAccountStore Store { get; } = new InMemoryAccountStore();
}
