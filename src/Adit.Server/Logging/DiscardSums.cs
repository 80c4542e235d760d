using System.Net;
using System.Net.Sockets;
using Adit.Access.Logging;
using Adit.Protocols;
using Adit.Server.Hosting;

namespace Adit.Server.Logging;

/// <summary>
/// Sums what was dropped without an answer, so that nobody fills the disk by sending nonsense: a row at once for the first of a source
/// and cause, and one for all others of that minute. Of too many sources the rest are one. Any thread may call.
/// </summary>
/// <param name="clock">The wall clock.</param>
/// <param name="write">Takes a row.</param>
internal sealed class DiscardSums(TimeProvider clock, Action<AccessLogEntry> write) : IAsyncDisposable
{
    private const int MaxSources = 256;
    private const string Others = "others";
    private const int Ipv6Network = 8; // bytes of a /64, all of which one sender may have

    private readonly Lock _gate = new();
    private Dictionary<Source, int> _counts = [];

    /// <summary>Writes what the last minute has brought.</summary>
    public Duty Duty => Duty.EveryMinute("log what was dropped", _ =>
    {
        Flush();
        return default;
    });

    /// <summary>Something of this sender's was dropped.</summary>
    /// <param name="sender">From where it came.</param>
    /// <param name="client">What we call the sender; null for a stranger.</param>
    /// <param name="why">The reason, with its code.</param>
    /// <param name="kind">What was dropped: anything, or reports on sessions.</param>
    public void Note(IPAddress sender, string? client, Failure why, AccessLogKind kind = AccessLogKind.Discarded)
    {
        var (key, isFirst) = (new Source(kind, client ?? NetworkOf(sender), why.Code), false);
        lock (_gate)
        {
            if (_counts.Count >= MaxSources && !_counts.ContainsKey(key))
                key = key with { Client = Others };
            isFirst = _counts.TryAdd(key, 0);
            if (!isFirst)
                _counts[key]++;
        }

        if (isFirst)
            Write(key, count: 1);
    }

    /// <summary>Writes a row for each sum, and begins anew; once a minute.</summary>
    public void Flush()
    {
        Dictionary<Source, int> counts;
        lock (_gate)
            (counts, _counts) = (_counts, []);

        foreach (var (key, count) in counts.Where(sum => sum.Value > 0))
            Write(key, count);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Flush();
        return ValueTask.CompletedTask;
    }

    private void Write(Source key, int count) =>
        write(new AccessLogEntry(clock.GetUtcNow(), key.Kind) { Client = key.Client, Code = key.Code, Count = count });

    private static string NetworkOf(IPAddress sender)
    {
        if (sender.AddressFamily is not AddressFamily.InterNetworkV6)
            return sender.ToString();

        var bytes = sender.GetAddressBytes();
        bytes.AsSpan(Ipv6Network).Clear();
        return $"{new IPAddress(bytes)}/64";
    }

    private sealed record Source(AccessLogKind Kind, string Client, string Code);
}
