using Adit.Diagnosis.Attempts;

namespace Adit.Diagnosis.Tests.Attempts;

public sealed class InMemoryRecordingStoreTests : RecordingStoreContract
{
    protected override IRecordingStore Store { get; } = new InMemoryRecordingStore();
}
