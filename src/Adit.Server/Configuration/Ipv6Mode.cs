namespace Adit.Server.Configuration;

/// <summary>Whether sessions get IPv6.</summary>
public enum Ipv6Mode
{
    /// <summary>Where this machine speaks it.</summary>
    Auto,

    /// <summary>Always; a machine that does not speak it is an error.</summary>
    On,

    /// <summary>Never: it is not even negotiated.</summary>
    Off,
}
