using Adit.Access.Leases;

namespace Adit.Access.Tests.Leases;

public sealed class InMemoryLeaseStoreTests : LeaseStoreContract
{
    protected override ILeaseStore Store { get; } = new InMemoryLeaseStore();
}
