namespace Adit.Diagnosis.Attempts;

/// <summary>
/// Keeps attempt records, bounded by <see cref="AttemptRecord.Bounded"/>, as many as pruning leaves. An attempt that has ended never
/// changes again. May be called from any thread.
/// </summary>
public interface IAttemptStore
{
    /// <summary>Keeps a new attempt and gives it its id; the record's own id does not matter.</summary>
    ValueTask<long> BeginAsync(AttemptRecord attempt, CancellationToken cancellationToken);

    /// <summary>
    /// Many at once, together or not at all: a record without id, 0, is a new one, and any other replaces the one of its id unless that has
    /// ended. Gives the ids, in the same order.
    /// </summary>
    ValueTask<IReadOnlyList<long>> StoreAsync(IReadOnlyList<AttemptRecord> attempts, CancellationToken cancellationToken);

    /// <summary>Replaces the attempt of this id as far as it has come; false where there is none or it has ended.</summary>
    ValueTask<bool> UpdateAsync(AttemptRecord attempt, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces the attempt of this id for the last time; false where there is none or it has ended. The record must say when it ended and
    /// that its outcome is <see cref="AttemptOutcome.Ended"/> or <see cref="AttemptOutcome.Failed"/>.
    /// </summary>
    ValueTask<bool> CompleteAsync(AttemptRecord attempt, CancellationToken cancellationToken);

    /// <summary>The attempt of this id, or null.</summary>
    ValueTask<AttemptRecord?> FindAsync(long id, CancellationToken cancellationToken);

    /// <summary>The attempts that the client named so, newest first. A client may use a name for several attempts in a row.</summary>
    ValueTask<IReadOnlyList<AttemptRecord>> ListByCorrelationIdAsync(Guid correlationId, CancellationToken cancellationToken);

    /// <summary>The last attempts of a user, newest first; neither capitals nor a domain matter.</summary>
    ValueTask<IReadOnlyList<AttemptRecord>> ListByUserAsync(string userName, int count, CancellationToken cancellationToken);

    /// <summary>
    /// The last failures from an address that never came to give a name, since a time, newest first: what a user meets who "cannot even
    /// get to the password".
    /// </summary>
    ValueTask<IReadOnlyList<AttemptRecord>> ListNamelessFailuresAsync(
        string peerAddress, DateTimeOffset sinceUtc, int count, CancellationToken cancellationToken);

    /// <summary>The last attempts that are asked for, newest first.</summary>
    ValueTask<IReadOnlyList<AttemptRecord>> ListAsync(AttemptQuery query, CancellationToken cancellationToken);

    /// <summary>How many attempts from each address failed without a name since a time; the addresses with the most first.</summary>
    ValueTask<IReadOnlyList<NamelessSum>> SumNamelessAsync(DateTimeOffset sinceUtc, int count, CancellationToken cancellationToken);

    /// <summary>
    /// Ends as failed, with this code, what a gateway left open: a restarted process has no calls. Returns how many.
    /// </summary>
    ValueTask<int> AbandonAsync(string gateway, DateTimeOffset endedUtc, string failureCode, CancellationToken cancellationToken);

    /// <summary>
    /// Forgets what began before <paramref name="startedBefore"/>, and the oldest until at most <paramref name="keep"/> with a name and
    /// <paramref name="keepNameless"/> without one are left, so that strangers push out nobody's attempts; open calls are kept all the
    /// same. Returns how many were forgotten.
    /// </summary>
    ValueTask<int> PruneAsync(int keep, int keepNameless, DateTimeOffset startedBefore, CancellationToken cancellationToken);
}
