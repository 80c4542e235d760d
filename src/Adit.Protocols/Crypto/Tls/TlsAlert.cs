namespace Adit.Protocols.Crypto.Tls;

/// <summary>TLS alerts by their number (RFC 8446 §6); numbers without a name here occur, too.</summary>
public enum TlsAlert : byte
{
    /// <summary>The sender will send nothing more.</summary>
    CloseNotify = 0,

    /// <summary>The handshake's parameters do not meet.</summary>
    HandshakeFailure = 40,

    /// <summary>The certificate is damaged or its signatures are wrong.</summary>
    BadCertificate = 42,

    /// <summary>The certificate is of an unsupported kind, or for another purpose.</summary>
    UnsupportedCertificate = 43,

    /// <summary>The certificate was revoked.</summary>
    CertificateRevoked = 44,

    /// <summary>The certificate has expired, or is not valid yet.</summary>
    CertificateExpired = 45,

    /// <summary>The certificate is not accepted for another reason.</summary>
    CertificateUnknown = 46,

    /// <summary>The certificate's issuer is unknown or not trusted.</summary>
    UnknownCa = 48,

    /// <summary>The certificate is valid, and its holder is not let in.</summary>
    AccessDenied = 49,

    /// <summary>A message could not be read.</summary>
    DecodeError = 50,

    /// <summary>A signature or a Finished was wrong.</summary>
    DecryptError = 51,

    /// <summary>No version is known to both sides.</summary>
    ProtocolVersion = 70,

    /// <summary>The sender failed.</summary>
    InternalError = 80,

    /// <summary>A certificate was asked for, and none came.</summary>
    CertificateRequired = 116,
}
