using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Adit.Server.Monitoring;

/// <summary>Counts by a word of ours, such as a failure's code: never by what a peer has sent, for there is a number for each word.</summary>
internal sealed class CountsByWord
{
    private readonly ConcurrentDictionary<string, StrongBox<long>> _counts = new(StringComparer.Ordinal);

    public void Count(string word) => Interlocked.Increment(ref _counts.GetOrAdd(word, static _ => new StrongBox<long>()).Value);

    /// <summary>All of them, by word.</summary>
    public IReadOnlyList<(string Word, long Count)> Read() =>
        [.. _counts.Select(pair => (pair.Key, Volatile.Read(ref pair.Value.Value))).OrderBy(pair => pair.Key, StringComparer.Ordinal)];
}
