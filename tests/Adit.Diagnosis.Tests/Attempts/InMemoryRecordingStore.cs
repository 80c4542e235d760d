using Adit.Diagnosis.Attempts;

namespace Adit.Diagnosis.Tests.Attempts;

/// <summary>The contract of <see cref="IRecordingStore"/> in memory.</summary>
public sealed class InMemoryRecordingStore : IRecordingStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, AttemptRecording> _recordings = [];

    public ValueTask AddAsync(IReadOnlyList<AttemptRecording> recordings, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var recording in recordings)
                _recordings[recording.Attempt] = recording;
        }

        return default;
    }

    public ValueTask<AttemptRecording?> FindAsync(long attempt, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new(_recordings.GetValueOrDefault(attempt));
    }

    public ValueTask<int> PruneAsync(int keep, DateTimeOffset madeBefore, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var newest = _recordings.Keys.Reverse().Take(keep).ToHashSet();
            var forgotten = _recordings.Values.Where(recording => recording.MadeUtc < madeBefore || !newest.Contains(recording.Attempt)).ToList();
            forgotten.ForEach(recording => _recordings.Remove(recording.Attempt));
            return new(forgotten.Count);
        }
    }
}
