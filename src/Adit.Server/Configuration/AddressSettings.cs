namespace Adit.Server.Configuration;

/// <summary>Where the addresses for sessions come from.</summary>
public enum AddressSourceKind
{
    /// <summary>From the pool of the configuration.</summary>
    Static,

    /// <summary>From a DHCP server of a network that this machine is in.</summary>
    Dhcp,
}

/// <summary>Where the addresses for sessions come from, and how.</summary>
public sealed record AddressSettings
{
    /// <summary>The pool, or a DHCP server.</summary>
    public AddressSourceKind Source { get; init; }

    /// <summary>The interface behind which the DHCP server is; empty where the source is the pool.</summary>
    public string Interface { get; init; } = "";

    /// <summary>
    /// Whether a session gets an address of 169.254.0.0/16 where no DHCP server answers, as from Windows' own server. It reaches little
    /// with that, and nobody learns why: so not by default.
    /// </summary>
    public bool LinkLocalFallback { get; init; }
}
