using Adit.Protocols.Ip;

namespace Adit.Server.Addresses;

/// <summary>What came of asking for an address: the address, or why there is none.</summary>
internal readonly record struct AddressLease(Ipv4Address? Address, AddressFailure? Failure)
{
    public static implicit operator AddressLease(Ipv4Address address) => new(address, null);

    public static implicit operator AddressLease(AddressFailure failure) => new(null, failure);
}
