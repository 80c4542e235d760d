namespace Adit.Diagnosis.Attempts;

/// <summary>Keeps what calls were told and said, beside their attempts. May be called from any thread.</summary>
public interface IRecordingStore
{
    /// <summary>Keeps recordings, all or none; one for the same attempt takes the place of the former.</summary>
    ValueTask AddAsync(IReadOnlyList<AttemptRecording> recordings, CancellationToken cancellationToken);

    /// <summary>The recording of this attempt; null where there is none.</summary>
    ValueTask<AttemptRecording?> FindAsync(long attempt, CancellationToken cancellationToken);

    /// <summary>Forgets what was made before this time, and the oldest beyond <paramref name="keep"/>. Returns how many.</summary>
    ValueTask<int> PruneAsync(int keep, DateTimeOffset madeBefore, CancellationToken cancellationToken);
}

/// <summary>What the call of an attempt was told and said, without a secret.</summary>
/// <param name="Attempt">The attempt's id.</param>
/// <param name="MadeUtc">When the call ended.</param>
/// <param name="Text">Lines of ASCII that the protocols' <c>CallRecording</c> reads.</param>
public sealed record AttemptRecording(long Attempt, DateTimeOffset MadeUtc, string Text);
