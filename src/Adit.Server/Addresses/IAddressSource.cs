using Adit.Protocols.Ip;

namespace Adit.Server.Addresses;

/// <summary>Where addresses come from that nobody demands by name. Any thread may call.</summary>
internal interface IAddressSource
{
    /// <summary>What administrators know it by: the pool's ranges, or where it is leased.</summary>
    string Name { get; }

    /// <summary>How many could still be given; null where only somebody else knows.</summary>
    long? Free { get; }

    /// <summary>Why the source can spare the address for nobody; null where it can, or has nothing to do with it.</summary>
    string? Refuses(Ipv4Address address);

    /// <summary>Takes an address that packets then reach, or says why there is none.</summary>
    Task<AddressLease> TakeAsync(string account, string sessionId, CancellationToken cancellationToken);

    /// <summary>An address is given back; it need not be one of the source.</summary>
    void Release(Ipv4Address address);
}
