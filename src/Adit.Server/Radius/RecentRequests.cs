using System.Net;
using Adit.Protocols.Radius;

namespace Adit.Server.Radius;

/// <summary>
/// What was asked a short while ago and how it was answered: who asks again gets the same bytes, and nothing is decided or counted twice
/// (RFC 5080 §2.2.2). Bounded; any thread may call.
/// </summary>
internal sealed class RecentRequests(TimeProvider clock)
{
    /// <summary>How long answers are kept: longer than clients repeat a question, and shorter than they take to use a number again.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(10);

    private const int MaxCount = 65_536;

    private readonly Lock _gate = new();
    private readonly Dictionary<Key, Entry> _entries = [];
    private readonly Queue<(Key Key, Entry Entry)> _oldestFirst = [];

    /// <summary>Whether a request is new, and is now to be answered. If not, <paramref name="answer"/> is what it got, or null while it gets none.</summary>
    public bool TryBegin(IPEndPoint sender, ReceivedRequest request, out byte[]? answer)
    {
        var key = new Key(sender, request.Identifier, request.Code);
        lock (_gate)
        {
            Forget();
            answer = null;
            if (_entries.TryGetValue(key, out var known) && known.IsOf(request))
            {
                answer = known.Answer;
                return false;
            }

            var entry = new Entry(request, clock.GetTimestamp());
            _entries[key] = entry;
            _oldestFirst.Enqueue((key, entry));
            return true;
        }
    }

    /// <summary>Keeps the answer for who asks again; null forgets the question, so that it may be asked anew.</summary>
    public void End(IPEndPoint sender, ReceivedRequest request, byte[]? answer)
    {
        var key = new Key(sender, request.Identifier, request.Code);
        lock (_gate)
        {
            if (!_entries.TryGetValue(key, out var entry) || !entry.IsOf(request))
                return;
            if (answer is null)
                _entries.Remove(key);
            else
                entry.Answer = answer;
        }
    }

    private void Forget()
    {
        while (_oldestFirst.TryPeek(out var oldest) && (IsOld(oldest.Entry) || _oldestFirst.Count >= MaxCount))
        {
            _oldestFirst.Dequeue();
            if (_entries.TryGetValue(oldest.Key, out var current) && ReferenceEquals(current, oldest.Entry))
                _entries.Remove(oldest.Key);
        }
    }

    private bool IsOld(Entry entry) => clock.GetElapsedTime(entry.Since) >= Kept;

    private readonly record struct Key(IPEndPoint Sender, byte Identifier, RadiusCode Code);

    private sealed class Entry(ReceivedRequest request, long since)
    {
        private readonly ReadOnlyMemory<byte> _authenticator = request.Authenticator;

        public long Since => since;

        public byte[]? Answer { get; set; }

        public bool IsOf(ReceivedRequest other) => _authenticator.Span.SequenceEqual(other.Authenticator.Span);
    }
}
