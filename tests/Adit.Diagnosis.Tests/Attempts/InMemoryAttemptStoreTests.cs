using Adit.Diagnosis.Attempts;

namespace Adit.Diagnosis.Tests.Attempts;

public sealed class InMemoryAttemptStoreTests : AttemptStoreContract
{
    protected override IAttemptStore Store { get; } = new InMemoryAttemptStore();
}
