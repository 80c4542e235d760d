using Adit.Protocols.Ip;

namespace Adit.Server.Addresses;

/// <summary>Remembers for a while which addresses other hosts have been found to use. Any thread may call.</summary>
internal sealed class UsedAddresses(TimeProvider clock)
{
    /// <summary>Long enough not to ask at every call, short enough that a host that has left costs little.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private const int Most = 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<Ipv4Address, DateTimeOffset> _until = [];

    public void Remember(Ipv4Address address)
    {
        lock (_gate)
        {
            if (_until.Count >= Most)
                _until.Clear(); // asking again is all that this costs
            _until[address] = clock.GetUtcNow() + Memory;
        }
    }

    public bool Contains(Ipv4Address address)
    {
        lock (_gate)
        {
            if (!_until.TryGetValue(address, out var until))
                return false;
            if (until > clock.GetUtcNow())
                return true;

            _until.Remove(address);
            return false;
        }
    }
}
