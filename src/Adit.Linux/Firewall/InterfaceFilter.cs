namespace Adit.Linux.Firewall;

/// <summary>Which way packets pass an interface, seen from this machine.</summary>
public enum FilterDirection
{
    /// <summary>They come in by it.</summary>
    In,

    /// <summary>They leave by it.</summary>
    Out,
}

/// <summary>The packets that a filter looks at.</summary>
public enum FilterFamily
{
    /// <summary>IPv4 and IPv6.</summary>
    Both,

    /// <summary>IPv4 alone.</summary>
    Ipv4,

    /// <summary>IPv6 alone.</summary>
    Ipv6,
}

/// <summary>What becomes of the packets that no rule names; the rules are the exceptions.</summary>
public enum FilterDefault
{
    /// <summary>They pass.</summary>
    Permit,

    /// <summary>They are dropped.</summary>
    Drop,
}

/// <summary>The filter of one interface, direction and family: all packets pass, or none, except those of its entries.</summary>
/// <param name="Interface">Its name; it need not be there.</param>
/// <param name="Direction">Which way.</param>
/// <param name="Family">Of which packets.</param>
/// <param name="Default">What becomes of all others.</param>
/// <param name="Entries">The exceptions.</param>
public sealed record InterfaceFilter(
    string Interface, FilterDirection Direction, FilterFamily Family, FilterDefault Default, IReadOnlyList<FilterEntry> Entries);
