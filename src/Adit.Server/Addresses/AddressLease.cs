using Adit.Protocols.Ip;
using Adit.Server.Addresses.Dhcp;

namespace Adit.Server.Addresses;

/// <summary>What came of asking for an address: the address, or why there is none; both where it is only a makeshift.</summary>
internal readonly record struct AddressLease(Ipv4Address? Address, AddressFailure? Failure)
{
    /// <summary>What the source said beside the address; null where it says nothing.</summary>
    public LeasedSettings? Settings { get; init; }

    public static implicit operator AddressLease(Ipv4Address address) => new(address, null);

    public static implicit operator AddressLease(AddressFailure failure) => new(null, failure);
}
