using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Adit.Protocols.Ip;
using Adit.Server.Addresses;

namespace Adit.Server.Ipv6;

/// <summary>
/// Gives each session a /64 of the pool. Which one an account gets follows from its name, so that it gets the same one again, over a
/// restart, too, with nothing stored; where another session holds that one, the next is tried. The first /64 is the server's own. Any
/// thread may call.
/// </summary>
internal sealed class PrefixPool(Ipv6Prefix initial)
{
    /// <summary>The longest pool: a server and at least one session.</summary>
    public const int MaxLength = Ipv6Prefix.LinkLength - 1;

    private readonly Lock _gate = new();
    private readonly HashSet<ulong> _held = [];
    private volatile Whole _whole = new(initial);

    /// <summary>What the /64 are of.</summary>
    public Ipv6Prefix Prefix => _whole.Prefix;

    /// <summary>The server's own address: the first one.</summary>
    public Ipv6Address Own => OwnOf(Prefix);

    /// <summary>How many /64 there are for sessions.</summary>
    public ulong Size => SizeOf(Prefix);

    /// <summary>The server's own address of such a pool.</summary>
    public static Ipv6Address OwnOf(Ipv6Prefix prefix) => prefix.Address with { InterfaceId = 1 };

    /// <summary>Takes the /64 of another pool that is to be the server's own; false where a session has it.</summary>
    public bool TryReserve(Ipv6Prefix next) => TryHold(next.Address.Network);

    /// <summary>Puts another pool, whose first /64 was reserved, in force; those of the former whose sessions are still there.</summary>
    public IReadOnlyList<Ipv6Prefix> Change(Ipv6Prefix next)
    {
        lock (_gate)
        {
            _held.Remove(next.Address.Network); // it is the server's own by its place
            _whole = new Whole(next);
            return [.. _held.Select(Ipv6Prefix (network) => new(new Ipv6Address(network, 0), Ipv6Prefix.LinkLength)).Where(held => !next.Contains(held.Address))];
        }
    }

    /// <summary>Takes a /64; the failure where there is none.</summary>
    /// <param name="account">Who it is for.</param>
    /// <param name="wanted">The one that the authority demands; null for any.</param>
    /// <param name="kept">The first halves of those that are kept for others; null for none.</param>
    public (Ipv6Prefix? Prefix, AddressFailure? Failure) Lease(string account, Ipv6Prefix? wanted, IReadOnlySet<ulong>? kept = null)
    {
        var prefix = Prefix;
        if (wanted is { } demanded)
            return !IsForSessions(prefix, demanded) ? (null, new AddressFailure.PrefixOutsidePool(demanded.ToString(), prefix.ToString()))
                : TryHold(demanded.Address.Network) ? (demanded, null)
                : (null, new AddressFailure.PrefixTaken(demanded.ToString()));

        return TakeOf(prefix, account, kept) is { } network
            ? (new Ipv6Prefix(new Ipv6Address(network, 0), Ipv6Prefix.LinkLength), null)
            : (null, new AddressFailure.PrefixesExhausted(prefix.ToString(), SizeOf(prefix)));
    }

    /// <summary>All that sessions have now.</summary>
    public IReadOnlyList<Ipv6Prefix> ListHeld()
    {
        lock (_gate)
            return [.. _held.Select(Ipv6Prefix (network) => new(new Ipv6Address(network, 0), Ipv6Prefix.LinkLength))];
    }

    /// <summary>Gives a /64 back.</summary>
    public void Release(Ipv6Prefix lease)
    {
        lock (_gate)
            _held.Remove(lease.Address.Network);
    }

    private static ulong SizeOf(Ipv6Prefix prefix) => (1UL << (Ipv6Prefix.LinkLength - prefix.Length)) - 1;

    private static bool IsForSessions(Ipv6Prefix prefix, Ipv6Prefix wanted) =>
        wanted.Length == Ipv6Prefix.LinkLength && prefix.Contains(wanted.Address) && wanted.Address != prefix.Address;

    private ulong? TakeOf(Ipv6Prefix prefix, string account, IReadOnlySet<ulong>? kept)
    {
        var size = SizeOf(prefix);
        var first = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(account.ToLowerInvariant()))) % size;
        lock (_gate)
        {
            if ((ulong)_held.Count >= size && (ulong)_held.Count(network => prefix.Contains(new Ipv6Address(network, 0))) >= size)
                return null;

            for (var tries = 0UL; tries < size; tries++)
            {
                var network = prefix.Address.Network + 1 + ((first + tries) % size);
                if (kept?.Contains(network) is not true && _held.Add(network))
                    return network;
            }
        }

        return null;
    }

    private bool TryHold(ulong network)
    {
        lock (_gate)
            return _held.Add(network);
    }

    private sealed record Whole(Ipv6Prefix Prefix);
}
