namespace Adit.Server.Configuration;

/// <summary>Which certificates carry the addresses of the revocation list, of OCSP and of their issuer on our plain HTTP.</summary>
public enum PublishMode
{
    /// <summary>Those of users and devices, where plain HTTP is served and a DNS name is configured.</summary>
    Auto,

    /// <summary>The server's own, too: a Windows client that cannot fetch the list then refuses it with 0x80092013.</summary>
    On,

    /// <summary>None.</summary>
    Off,
}
