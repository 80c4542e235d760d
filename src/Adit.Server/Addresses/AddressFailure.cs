using Adit.Protocols;

namespace Adit.Server.Addresses;

/// <summary>Why a call got no address.</summary>
public abstract record AddressFailure : Failure
{
    private AddressFailure(string code)
        : base(code)
    {
    }

    /// <summary>Every address of the pool is held by a session.</summary>
    public sealed record PoolExhausted(string Pool, int Addresses) : AddressFailure("ADDR-101");

    /// <summary>The address that the account is to have is held by another session.</summary>
    public sealed record Taken(string Address) : AddressFailure("ADDR-102");

    /// <summary>The address that the account is to have is none that a session of this pool can have.</summary>
    public sealed record OutsidePool(string Address, string Pool) : AddressFailure("ADDR-103");

    /// <summary>Every IPv6 prefix of the pool is held by a session.</summary>
    public sealed record PrefixesExhausted(string Pool, ulong Prefixes) : AddressFailure("ADDR-161");

    /// <summary>The IPv6 prefix that the account is to have is held by another session.</summary>
    public sealed record PrefixTaken(string Prefix) : AddressFailure("ADDR-162");

    /// <summary>The IPv6 prefix that the account is to have is none that a session of this pool can have.</summary>
    public sealed record PrefixOutsidePool(string Prefix, string Pool) : AddressFailure("ADDR-163");
}
