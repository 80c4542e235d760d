using Adit.Access.Denials;

namespace Adit.Access.Tests.Denials;

public sealed class InMemoryDenialStoreTests : DenialStoreContract
{
    protected override IDenialStore Store { get; } = new InMemoryDenialStore();
}
