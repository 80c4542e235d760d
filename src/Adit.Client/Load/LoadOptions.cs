namespace Adit.Client.Load;

/// <summary>How many clients come, how fast, and what they do.</summary>
public sealed record LoadOptions
{
    /// <summary>Where they connect and how; the name stands in <see cref="Credentials"/>. No proxy.</summary>
    public required ConnectionProfile Profile { get; init; }

    /// <summary>Who they are, in turn; at least one.</summary>
    public required IReadOnlyList<Credential> Credentials { get; init; }

    /// <summary>How many, at least one.</summary>
    public required int Sessions { get; init; }

    /// <summary>How many begin in a second; null for all at once.</summary>
    public double? Rate { get; init; }

    /// <summary>How long they stay once the last of them is open or has failed.</summary>
    public TimeSpan Hold { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What they send while they are open.</summary>
    public LoadTraffic Traffic { get; init; }

    /// <summary>How many percent of the sessions send, 0 to 100.</summary>
    public int BusyPercent { get; init; } = 100;

    /// <summary>Packets a second for each session that sends.</summary>
    public double PacketRate { get; init; } = 1;

    /// <summary>How many packets of a session leave together, as those of bulk do; the rate stays the same. At least one.</summary>
    public int Burst { get; init; } = 1;

    /// <summary>Bytes of a whole IP packet, 28 to the tunnel's MTU.</summary>
    public int PacketLength { get; init; } = 84;

    /// <summary>Where they send; null for the server's address in the tunnel.</summary>
    public Protocols.Ip.Ipv4Address? Target { get; init; }
}

/// <summary>What the sessions of a load send.</summary>
public enum LoadTraffic
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>ICMP echoes, whose answers are timed.</summary>
    Echo,

    /// <summary>UDP datagrams to the discard port, which nobody answers.</summary>
    Udp,
}
