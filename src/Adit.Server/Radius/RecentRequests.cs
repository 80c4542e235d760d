using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
    private readonly Queue<(Key Key, long Since)> _oldestFirst = [];

    /// <summary>Whether a request is new, and is now to be answered. If not, <paramref name="answer"/> is what it got, or null while it gets none.</summary>
    public bool TryBegin(IPEndPoint sender, ReceivedRequest request, out byte[]? answer)
    {
        var key = Key.Of(sender, request);
        var authenticator = AuthenticatorOf(request);
        var now = clock.GetTimestamp();
        lock (_gate)
        {
            Forget(now);
            ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_entries, key, out var isThere);
            answer = entry.Answer;
            if (isThere && entry.Authenticator == authenticator)
                return false;

            entry = new Entry(authenticator, now, Answer: null);
            _oldestFirst.Enqueue((key, now));
            answer = null;
            return true;
        }
    }

    /// <summary>Keeps the answer for who asks again; null forgets the question, so that it may be asked anew.</summary>
    public void End(IPEndPoint sender, ReceivedRequest request, byte[]? answer)
    {
        var key = Key.Of(sender, request);
        lock (_gate)
        {
            ref var entry = ref CollectionsMarshal.GetValueRefOrNullRef(_entries, key);
            if (Unsafe.IsNullRef(ref entry) || entry.Authenticator != AuthenticatorOf(request))
                return;
            if (answer is null)
                _entries.Remove(key);
            else
                entry = entry with { Answer = answer };
        }
    }

    /// <summary>A place in the queue whose question was asked anew has a younger entry, and a place of its own behind.</summary>
    private void Forget(long now)
    {
        while (_oldestFirst.TryPeek(out var oldest) && (clock.GetElapsedTime(oldest.Since, now) >= Kept || _oldestFirst.Count >= MaxCount))
        {
            _oldestFirst.Dequeue();
            if (_entries.TryGetValue(oldest.Key, out var entry) && entry.Since == oldest.Since)
                _entries.Remove(oldest.Key);
        }
    }

    private static UInt128 AuthenticatorOf(ReceivedRequest request) => BinaryPrimitives.ReadUInt128BigEndian(request.Authenticator.Span);

    /// <summary>Values, not objects: tens of thousands of these live for seconds, and .NET's collector would have to carry each along.</summary>
    private readonly record struct Key(UInt128 Address, long Scope, int Port, byte Identifier, RadiusCode Code)
    {
        private const long NoScope = -1; // of IPv4: no address of one family is one of the other

        public static Key Of(IPEndPoint sender, ReceivedRequest request)
        {
            Span<byte> address = stackalloc byte[16];
            address.Clear();
            var isIpv6 = sender.AddressFamily is AddressFamily.InterNetworkV6;
            sender.Address.TryWriteBytes(address, out _);
            return new Key(
                BinaryPrimitives.ReadUInt128BigEndian(address), isIpv6 ? sender.Address.ScopeId : NoScope, sender.Port, request.Identifier, request.Code);
        }
    }

    private readonly record struct Entry(UInt128 Authenticator, long Since, byte[]? Answer);
}
