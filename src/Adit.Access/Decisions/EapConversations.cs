using System.Buffers.Binary;
using Adit.Protocols;

namespace Adit.Access.Decisions;

/// <summary>
/// The conversations that wait for the peer, by the State that its answer will bear. Each State is good for one answer, so nobody else is
/// at a conversation that was taken out. Bounded in number and time: of too many, the one that waits longest goes. Any thread may call.
/// </summary>
internal sealed class EapConversations(IRandomSource random, TimeProvider time)
{
    /// <summary>Some 2 KiB each, and 60 KiB in the middle of a TLS handshake; who answers at once waits for milliseconds.</summary>
    private const int MaxCount = 4000;

    /// <summary>A conversation is queued anew at each of its rounds; those before it stay until they are the oldest.</summary>
    private const int MaxQueued = 16 * MaxCount;

    private const int StateLength = 16;

    /// <summary>Longer than people take to type a password.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, (EapConversation Conversation, long Since)> _waiting = [];
    private readonly Queue<(UInt128 State, long Since)> _oldestFirst = [];

    /// <summary>Keeps a conversation until its answer comes; gives the State for it.</summary>
    public ReadOnlyMemory<byte> Keep(EapConversation conversation)
    {
        var state = new byte[StateLength];
        random.Fill(state);
        var (key, now) = (KeyOf(state), time.GetTimestamp());
        lock (_gate)
        {
            Forget();
            _waiting[key] = (conversation, now);
            _oldestFirst.Enqueue((key, now));
        }

        return state;
    }

    /// <summary>Takes a conversation out; null where there is none, or none any more.</summary>
    public EapConversation? TryTake(ReadOnlySpan<byte> state)
    {
        if (state.Length != StateLength)
            return null;

        lock (_gate)
            return _waiting.Remove(KeyOf(state), out var kept) && !IsOver(kept.Since) ? kept.Conversation : null;
    }

    private static UInt128 KeyOf(ReadOnlySpan<byte> state) => BinaryPrimitives.ReadUInt128BigEndian(state);

    private bool IsOver(long since) => time.GetElapsedTime(since) >= Patience;

    private bool IsFull => _waiting.Count >= MaxCount || _oldestFirst.Count >= MaxQueued;

    private void Forget()
    {
        while (_oldestFirst.TryPeek(out var oldest) && (IsOver(oldest.Since) || IsFull || !_waiting.ContainsKey(oldest.State)))
        {
            _oldestFirst.Dequeue();
            if (_waiting.Remove(oldest.State, out var forgotten))
                forgotten.Conversation.Dispose();
        }
    }
}
