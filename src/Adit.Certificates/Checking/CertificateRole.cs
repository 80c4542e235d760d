namespace Adit.Certificates.Checking;

/// <summary>What a certificate is to be used for; each use has rules of its own.</summary>
public enum CertificateRole
{
    /// <summary>The server of SSTP and HTTPS.</summary>
    Sstp,

    /// <summary>The server of IKEv2.</summary>
    Ikev2,

    /// <summary>The server of EAP-TLS, PEAP and TTLS.</summary>
    EapServer,

    /// <summary>A user who signs in with EAP-TLS.</summary>
    EapClient,

    /// <summary>A machine that signs in to IKEv2 by itself.</summary>
    Device,
}

/// <summary>What belongs to a role.</summary>
internal static class CertificateRoles
{
    /// <summary>Whether the one who shows it was dialled by a name.</summary>
    public static bool IsServer(this CertificateRole role) => role is CertificateRole.Sstp or CertificateRole.Ikev2 or CertificateRole.EapServer;

    /// <summary>
    /// Whether a certificate that lists no purposes at all will not do. In RFC 5280 §4.2.1.12 it may serve any, and TLS takes it so; Windows
    /// wants the purpose written down for IKEv2 and EAP.
    /// </summary>
    public static bool WantsPurposeListed(this CertificateRole role) => role is not CertificateRole.Sstp;
}
