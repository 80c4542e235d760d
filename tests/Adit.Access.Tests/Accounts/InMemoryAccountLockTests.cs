using Adit.Access.Accounts;

namespace Adit.Access.Tests.Accounts;

public sealed class InMemoryAccountLockTests : AccountLockContract
{
    protected override IAccountStore Store { get; } = new InMemoryAccountStore();
}
