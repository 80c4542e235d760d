namespace Adit.Access.Changes;

/// <summary>The numbered changes. Stores write them in the transaction of the change itself.</summary>
public interface IChangeLog
{
    /// <summary>At most <paramref name="limit"/> changes with numbers above <paramref name="number"/>, in order.</summary>
    ValueTask<IReadOnlyList<Change>> ListAfterAsync(long number, int limit, CancellationToken cancellationToken);
}
