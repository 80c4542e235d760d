using Adit.Protocols.Ip;

namespace Adit.Server.Addresses;

/// <summary>Makes packets for a session's address come to this machine and go into the tunnel. Any thread may call.</summary>
internal interface IAddressPresence
{
    /// <summary>Why no session of this machine can have the address; null where one can.</summary>
    string? Refuses(Ipv4Address address);

    /// <summary>Brings the address here; the failure where another host has it, or where the kernel refuses.</summary>
    Task<AddressFailure?> AppearAsync(Ipv4Address address, CancellationToken cancellationToken);

    /// <summary>Undoes that; does nothing for an address that is not here.</summary>
    void Disappear(Ipv4Address address);
}
