namespace Adit.Protocols.Ip.Filtering;

/// <summary>Which way packets pass the gateway, as MS-Filter calls it.</summary>
public enum PacketDirection
{
    /// <summary>From the client.</summary>
    In,

    /// <summary>To the client.</summary>
    Out,
}

/// <summary>The packets of one session in one direction and family: what is dropped, and what passes.</summary>
/// <param name="Direction">Which way.</param>
/// <param name="IsIpv6">Which family.</param>
/// <param name="DropsOthers">Whether packets that no rule names are dropped, and the others pass; or the other way about.</param>
/// <param name="Rules">The exceptions.</param>
public sealed record PacketFilter(PacketDirection Direction, bool IsIpv6, bool DropsOthers, IReadOnlyList<PacketRule> Rules)
{
    private readonly PacketRule[] _rules = [.. Rules];

    /// <summary>
    /// Whether a packet of this family passes. A later fragment passes where its first could have: without its first it is nothing.
    /// </summary>
    public bool Permits(in PacketFacts packet)
    {
        foreach (ref readonly var rule in _rules.AsSpan())
        {
            if (rule.Matches(packet, withoutPorts: DropsOthers))
                return DropsOthers;
        }

        return !DropsOthers;
    }

    /// <inheritdoc/>
    public bool Equals(PacketFilter? other) => other is not null && Direction == other.Direction && IsIpv6 == other.IsIpv6
        && DropsOthers == other.DropsOthers && _rules.AsSpan().SequenceEqual(other._rules);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Direction, IsIpv6, DropsOthers, _rules.Length);
}
