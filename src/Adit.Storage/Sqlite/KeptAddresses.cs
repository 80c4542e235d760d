using Adit.Protocols.Ip;

namespace Adit.Storage.Sqlite;

/// <summary>The addresses and prefixes that accounts keep, each of one account at most. Not for several threads.</summary>
internal sealed class KeptAddresses
{
    private readonly Dictionary<string, (Ipv4Address? Address, Ipv6Prefix? Prefix)> _byName = new(StringComparer.Ordinal);
    private readonly HashSet<Ipv4Address> _addresses = [];
    private readonly HashSet<Ipv6Prefix> _prefixes = [];

    public bool Contains(Ipv4Address address) => _addresses.Contains(address);

    public bool Contains(Ipv6Prefix prefix) => _prefixes.Contains(prefix);

    /// <summary>What this account keeps, instead of what it kept.</summary>
    public void Put(AccountRow row)
    {
        Remove(row.Name);
        var address = row.Address is { } number ? new Ipv4Address((uint)number) : (Ipv4Address?)null;
        var prefix = Ipv6Prefix.TryParse(row.Ipv6Prefix ?? "", out var parsed) ? parsed : (Ipv6Prefix?)null;
        if (address is not null)
            _addresses.Add(address.Value);
        if (prefix is not null)
            _prefixes.Add(prefix.Value);
        if (address is not null || prefix is not null)
            _byName[row.Name] = (address, prefix);
    }

    public void Remove(string name)
    {
        if (!_byName.Remove(name, out var kept))
            return;

        if (kept.Address is { } address)
            _addresses.Remove(address);
        if (kept.Prefix is { } prefix)
            _prefixes.Remove(prefix);
    }
}
