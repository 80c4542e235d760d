using System.Collections.Concurrent;
using Adit.Protocols.Ip;
using Adit.Server.Addresses;

namespace Adit.Server.Tests.Support;

/// <summary>A network in which an address is at once where it is wanted, but for those that a test says others use.</summary>
internal sealed class ScriptedPresence : IAddressPresence
{
    private readonly ConcurrentDictionary<Ipv4Address, bool> _here = [];

    /// <summary>What other hosts use.</summary>
    public ConcurrentDictionary<Ipv4Address, bool> Used { get; } = [];

    /// <summary>Each address that was asked for.</summary>
    public ConcurrentQueue<Ipv4Address> Asked { get; } = [];

    /// <summary>Completed where addresses may appear.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Where packets come for now.</summary>
    public ICollection<Ipv4Address> Here => _here.Keys;

    public string? Refuses(Ipv4Address address) => null;

    public async Task<AddressFailure?> AppearAsync(Ipv4Address address, CancellationToken cancellationToken)
    {
        Asked.Enqueue(address);
        await Gate.WaitAsync(cancellationToken);
        if (Used.ContainsKey(address))
            return new AddressFailure.UsedByAnother(address.ToString(), "lan");

        _here[address] = true;
        return null;
    }

    public void Disappear(Ipv4Address address) => _here.TryRemove(address, out _);
}
