using Adit.Access.Tests;
using Adit.Access.Tests.Leases;
using Adit.Server.Addresses;
using Adit.Server.Configuration;
using Adit.Server.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Adit.Server.Tests.Addresses;

/// <summary>What pools of addresses stand on, in memory.</summary>
public abstract class AddressPoolLab
{
    protected const string Gateway = "gw";

    private protected VirtualTime Time { get; } = new();

    private protected InMemoryLeaseStore Store { get; } = new();

    private protected ScriptedPresence Presence { get; } = new();

    /// <summary>Addresses that are kept for accounts.</summary>
    private protected HashSet<string> Kept { get; } = [];

    private protected StaticRanges NewRanges(string text, AddressBook book, string? name = null) => new(
        new PoolRanges([.. text.Split(", ").Select(range => PoolRange.Parse(range)!)]) { Name = name }, book, Presence,
        (address, _) => new(Kept.Contains(address.ToString())), Time, NullLogger.Instance);
}
