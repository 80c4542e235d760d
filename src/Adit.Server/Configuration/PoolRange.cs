using System.Net;
using Adit.Linux;
using Adit.Protocols.Ip;

namespace Adit.Server.Configuration;

/// <summary>One entry of <c>pool:</c>, a prefix or a range from one address to another.</summary>
/// <param name="Text">As the file has it.</param>
/// <param name="Start">The first address that it takes from others; of a prefix, the network's.</param>
/// <param name="End">The last address that it takes from others; of a prefix, the broadcast address.</param>
/// <param name="First">The first address that somebody can have.</param>
/// <param name="Last">The last address that somebody can have.</param>
public sealed record PoolRange(string Text, Ipv4Address Start, Ipv4Address End, Ipv4Address First, Ipv4Address Last)
{
    /// <summary>Where the entry stands in its file, counted from 1; 0 for the default.</summary>
    public long Line { get; init; }

    /// <summary>Where the entry stands in its line, counted from 1; 0 for the default.</summary>
    public long Column { get; init; }

    /// <summary>How many addresses somebody can have.</summary>
    public long Size => (long)Last.Value - First.Value + 1;

    /// <summary>A prefix, of which the network's and the broadcast address are nobody's.</summary>
    public static PoolRange Of(Ipv4Prefix prefix) =>
        new(prefix.ToString(), prefix.Address, new Ipv4Address(prefix.Last.Value + 1), prefix.First, prefix.Last);

    /// <summary>Reads <c>10.1.0.0/24</c> or <c>10.1.0.50-10.1.0.99</c>; null where it is neither.</summary>
    public static PoolRange? Parse(string text)
    {
        if (Ipv4Prefix.TryParse(text, out var prefix))
            return Of(prefix);

        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return dash > 0 && Ipv4Address.TryParse(text.AsSpan(0, dash).TrimEnd(), out var first)
            && Ipv4Address.TryParse(text.AsSpan(dash + 1).TrimStart(), out var last) && first.Value <= last.Value
            ? new PoolRange($"{first}-{last}", first, last, first, last)
            : null;
    }

    /// <summary>Whether somebody can have the address.</summary>
    public bool Contains(Ipv4Address address) => address.Value >= First.Value && address.Value <= Last.Value;

    /// <summary>Whether the address is taken from others.</summary>
    public bool Covers(Ipv4Address address) => address.Value >= Start.Value && address.Value <= End.Value;

    /// <summary>Whether both take an address.</summary>
    public bool Overlaps(Ipv4Address start, Ipv4Address end) => Start.Value <= end.Value && start.Value <= End.Value;

    /// <summary>All it takes, as the fewest prefixes.</summary>
    public IEnumerable<IPNetwork> ToPrefixes()
    {
        ulong next = Start.Value;
        while (next <= End.Value)
        {
            var bits = next == 0 ? 32 : Math.Min(32, System.Numerics.BitOperations.TrailingZeroCount(next));
            while (next + (1ul << bits) - 1 > End.Value)
                bits--;
            yield return new IPNetwork(new Ipv4Address((uint)next).ToIPAddress(), 32 - bits);
            next += 1ul << bits;
        }
    }

    /// <summary>As the file has it.</summary>
    public override string ToString() => Text;
}
