namespace Adit.Protocols.Eap.Ttls;

/// <summary>The ways to prove a password inside of TTLS that are not EAP (RFC 5281 §11.2).</summary>
public enum TtlsMethod
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The password itself (§11.2.5).</summary>
    Pap,

    /// <summary>A response to a challenge, by MD5 (§11.2.2).</summary>
    Chap,

    /// <summary>A response to a challenge, both ways (§11.2.4).</summary>
    MsChapV2,
}
