using System.Collections.Concurrent;

namespace Adit.Server.Monitoring;

/// <summary>Counts by a word of ours, such as a failure's code: never by what a peer has sent, for there is a number for each word.</summary>
internal sealed class CountsByWord
{
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);

    public void Count(string word) => _counts.AddOrUpdate(word, 1, (_, count) => count + 1);

    /// <summary>All of them, by word.</summary>
    public IReadOnlyList<(string Word, long Count)> Read() =>
        [.. _counts.Select(pair => (pair.Key, pair.Value)).OrderBy(pair => pair.Key, StringComparer.Ordinal)];
}
