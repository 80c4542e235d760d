using System.Buffers.Binary;
using System.Net;

namespace Adit.Server.Network;

/// <summary>
/// Which of some networks, none of which overlaps another, an address is of. One family each. Any thread may call; finding takes no lock.
/// </summary>
internal sealed class NetworkMap<T>
    where T : class
{
    private readonly Lock _gate = new();
    private volatile Entry[] _sorted = [];

    /// <summary>Adds a network; false where it overlaps one that is there.</summary>
    public bool TryAdd(IPNetwork network, T value)
    {
        lock (_gate)
        {
            var added = Entry.Of(network, value);
            if (Array.Exists(_sorted, entry => entry.Start <= added.End && added.Start <= entry.End))
                return false;

            _sorted = [.. _sorted.Append(added).OrderBy(entry => entry.Start)];
            return true;
        }
    }

    /// <summary>One that was added and overlaps with this; null for none.</summary>
    public IPNetwork? FindOverlap(IPNetwork network)
    {
        var (start, end) = (Entry.Of(network, null!).Start, Entry.Of(network, null!).End);
        return _sorted.Where(entry => entry.Start <= end && start <= entry.End).Select(entry => (IPNetwork?)entry.Network).FirstOrDefault();
    }

    /// <summary>Removes a network that was added.</summary>
    public void Remove(IPNetwork network)
    {
        lock (_gate)
            _sorted = [.. _sorted.Where(entry => entry.Start != Entry.NumberOf(network.BaseAddress))];
    }

    /// <summary>What was added with the network that the address is of; null for none.</summary>
    public T? Find(UInt128 address)
    {
        var (sorted, low) = (_sorted, 0);
        for (var high = sorted.Length; low < high;)
        {
            var middle = (low + high) / 2;
            (low, high) = sorted[middle].Start <= address ? (middle + 1, high) : (low, middle);
        }

        return low > 0 && address <= sorted[low - 1].End ? sorted[low - 1].Value : null;
    }

    private readonly record struct Entry(IPNetwork Network, UInt128 Start, UInt128 End, T Value)
    {
        public static Entry Of(IPNetwork network, T value)
        {
            var start = NumberOf(network.BaseAddress);
            var bits = (8 * network.BaseAddress.GetAddressBytes().Length) - network.PrefixLength;
            return new Entry(network, start, start | ((UInt128.One << bits) - 1), value);
        }

        public static UInt128 NumberOf(IPAddress address) => address.GetAddressBytes() is { Length: 16 } long6
            ? BinaryPrimitives.ReadUInt128BigEndian(long6)
            : BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());
    }
}
