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
internal sealed class PrefixPool(Ipv6Prefix prefix)
{
    /// <summary>The longest pool: a server and at least one session.</summary>
    public const int MaxLength = Ipv6Prefix.LinkLength - 1;

    private readonly Lock _gate = new();
    private readonly HashSet<ulong> _held = [];

    /// <summary>What the /64 are of.</summary>
    public Ipv6Prefix Prefix => prefix;

    /// <summary>The server's own address: the first one.</summary>
    public Ipv6Address Own => prefix.Address with { InterfaceId = 1 };

    /// <summary>How many /64 there are for sessions.</summary>
    public ulong Size => (1UL << (Ipv6Prefix.LinkLength - prefix.Length)) - 1;

    /// <summary>Takes a /64; the failure where there is none.</summary>
    /// <param name="account">Who it is for.</param>
    /// <param name="wanted">The one that the authority demands; null for any.</param>
    /// <param name="kept">The first halves of those that are kept for others; null for none.</param>
    public (Ipv6Prefix? Prefix, AddressFailure? Failure) Lease(string account, Ipv6Prefix? wanted, IReadOnlySet<ulong>? kept = null)
    {
        if (wanted is { } demanded)
            return !IsForSessions(demanded) ? (null, new AddressFailure.PrefixOutsidePool(demanded.ToString(), prefix.ToString()))
                : TryHold(demanded.Address.Network) ? (demanded, null)
                : (null, new AddressFailure.PrefixTaken(demanded.ToString()));

        return TakeOf(account, kept) is { } network
            ? (new Ipv6Prefix(new Ipv6Address(network, 0), Ipv6Prefix.LinkLength), null)
            : (null, new AddressFailure.PrefixesExhausted(prefix.ToString(), Size));
    }

    /// <summary>Gives a /64 back.</summary>
    public void Release(Ipv6Prefix lease)
    {
        lock (_gate)
            _held.Remove(lease.Address.Network);
    }

    private bool IsForSessions(Ipv6Prefix wanted) =>
        wanted.Length == Ipv6Prefix.LinkLength && prefix.Contains(wanted.Address) && wanted.Address != prefix.Address;

    private ulong? TakeOf(string account, IReadOnlySet<ulong>? kept)
    {
        var first = BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(account.ToLowerInvariant()))) % Size;
        lock (_gate)
        {
            if ((ulong)_held.Count >= Size)
                return null;

            for (var tries = 0UL; tries < Size; tries++)
            {
                var network = prefix.Address.Network + 1 + ((first + tries) % Size);
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
}
