namespace Adit.Protocols.Ppp;

/// <summary>The phases of a PPP link (RFC 1661 §3.2).</summary>
public enum PppPhase
{
    /// <summary>Not opened yet, or closed.</summary>
    Dead,

    /// <summary>LCP is agreeing on the link's options.</summary>
    Establish,

    /// <summary>The peers prove who they are.</summary>
    Authenticate,

    /// <summary>IPCP and IPV6CP are agreeing on addresses, or packets pass.</summary>
    Network,

    /// <summary>LCP is taking the link down.</summary>
    Terminate,
}
