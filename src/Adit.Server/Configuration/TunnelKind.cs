namespace Adit.Server.Configuration;

/// <summary>What a session comes through.</summary>
public enum TunnelKind
{
    /// <summary>SSTP, over TLS or behind a balancer that ends it.</summary>
    Sstp,
}
