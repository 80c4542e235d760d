using Adit.Protocols.Ip;

namespace Adit.Server.Configuration;

/// <summary>A pool: one or several ranges, none of which overlaps another.</summary>
public sealed record PoolRanges(IReadOnlyList<PoolRange> Ranges)
{
    /// <summary>10.83.0.0/24: seldom met in homes and offices.</summary>
    public static PoolRanges Default { get; } = new([PoolRange.Of(new(new Ipv4Address(0x0a530000), 24))]);

    /// <summary>No range: a DHCP server gives the addresses.</summary>
    public static PoolRanges Leased { get; } = new([]) { IsLeased = true };

    /// <summary>What policies and RADIUS servers call it (Framed-Pool); null for <c>pool</c>, out of which the server has its own address, too.</summary>
    public string? Name { get; init; }

    /// <summary>Whether a DHCP server gives the addresses, so that there are no ranges.</summary>
    public bool IsLeased { get; private init; }

    /// <summary>The server's own address in the tunnels, where there are ranges: the first that somebody can have, of the first range.</summary>
    public Ipv4Address First => Ranges[0].First;

    /// <summary>How many addresses there are for sessions: all but the server's own.</summary>
    public long Size => Ranges.Sum(range => range.Size) - Own;

    /// <summary>Whether a session can have the address.</summary>
    public bool IsForSessions(Ipv4Address address) => !IsOwn(address) && Ranges.Any(range => range.Contains(address));

    /// <summary>Whether it is the server's own address.</summary>
    public bool IsOwn(Ipv4Address address) => Name is null && address == First;

    /// <summary>Whether the address is of the pool, for sessions or not.</summary>
    public bool Covers(Ipv4Address address) => Ranges.Any(range => range.Covers(address));

    /// <summary>The address for sessions with this number, counted from 0.</summary>
    public Ipv4Address AddressAt(long number)
    {
        var rest = number + Own; // the server's own comes first
        foreach (var range in Ranges)
        {
            if (rest < range.Size)
                return new Ipv4Address((uint)(range.First.Value + rest));
            rest -= range.Size;
        }

        throw new ArgumentOutOfRangeException(nameof(number));
    }

    /// <summary>The number of an address for sessions.</summary>
    public long NumberOf(Ipv4Address address)
    {
        long number = -Own;
        foreach (var range in Ranges)
        {
            if (range.Contains(address))
                return number + address.Value - range.First.Value;
            number += range.Size;
        }

        throw new ArgumentOutOfRangeException(nameof(address));
    }

    private int Own => Name is null ? 1 : 0;

    /// <summary>The ranges as the file has them.</summary>
    public override string ToString() => IsLeased ? "dhcp" : string.Join(", ", Ranges);

    /// <summary>What of the pool is wrong in itself: every entry that overlaps an earlier one, with the lines of both.</summary>
    internal IEnumerable<ConfigurationFault> FindFaults()
    {
        if (Size < 1)
            yield return new ConfigurationFault(Ranges[0].Line, Ranges[0].Column, "'pool' has no address but the server's own");
        for (var later = 1; later < Ranges.Count; later++)
            if (Ranges.Take(later).FirstOrDefault(range => range.Overlaps(Ranges[later].Start, Ranges[later].End)) is { } earlier)
                yield return new ConfigurationFault(Ranges[later].Line, Ranges[later].Column, FormattableString.Invariant(
                    $"the pool's {Ranges[later]} overlaps with its {earlier} at line {earlier.Line}, column {earlier.Column}"));
    }
}
