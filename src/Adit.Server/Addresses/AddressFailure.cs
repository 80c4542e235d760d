using Adit.Protocols;

namespace Adit.Server.Addresses;

/// <summary>Why a call got no address, or lost the one it had.</summary>
public abstract record AddressFailure : Failure
{
    private AddressFailure(string code)
        : base(code)
    {
    }

    /// <summary>Every address of the pool is held by a session, kept for an account, or used by another host.</summary>
    public sealed record PoolExhausted(string Pool, long Addresses) : AddressFailure("ADDR-101");

    /// <summary>The address that the account is to have is held by another session.</summary>
    public sealed record Taken(string Address) : AddressFailure("ADDR-102");

    /// <summary>The address that the account is to have is none that a session can have.</summary>
    public sealed record Unusable(string Address, string Reason) : AddressFailure("ADDR-103");

    /// <summary>Another host in the network answers for the address.</summary>
    public sealed record UsedByAnother(string Address, string Interface) : AddressFailure("ADDR-104");

    /// <summary>The kernel refused to lead packets for the address into the tunnel.</summary>
    public sealed record NotRouted(string Address, string Reason) : AddressFailure("ADDR-105");

    /// <summary>The authority wants an address of a pool that this gateway does not have.</summary>
    public sealed record UnknownPool(string Pool, string Known) : AddressFailure("ADDR-106");

    /// <summary>A network behind the client cannot be reached through its session, which goes on without it.</summary>
    public sealed record RouteRefused(string Network, string Reason) : AddressFailure("ADDR-107");

    /// <summary>No DHCP server offered an address for the session in time.</summary>
    public sealed record NoDhcpServer(string Interface, TimeSpan Waited) : AddressFailure("ADDR-121");

    /// <summary>A DHCP server answered, and no address that a session can have came of it.</summary>
    public sealed record NoUsableLease(string Interface, string Reason) : AddressFailure("ADDR-122");

    /// <summary>The lease of the session's address could not be kept.</summary>
    public sealed record LeaseLost(string Address, string Interface, string Reason) : AddressFailure("ADDR-123");

    /// <summary>For want of a lease the session got an address with which it reaches the gateway alone.</summary>
    public sealed record LinkLocalInstead(string Address, string Interface) : AddressFailure("ADDR-124");

    /// <summary>Every IPv6 prefix of the pool is held by a session.</summary>
    public sealed record PrefixesExhausted(string Pool, ulong Prefixes) : AddressFailure("ADDR-161");

    /// <summary>The IPv6 prefix that the account is to have is held by another session.</summary>
    public sealed record PrefixTaken(string Prefix) : AddressFailure("ADDR-162");

    /// <summary>The IPv6 prefix that the account is to have is none that a session of this pool can have.</summary>
    public sealed record PrefixOutsidePool(string Prefix, string Pool) : AddressFailure("ADDR-163");
}
