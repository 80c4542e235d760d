using Adit.Protocols.Crypto.Tls;
using Adit.Protocols.Radius;

namespace Adit.Protocols.Eap.Tls;

/// <summary>What alerts of the peer mean to us.</summary>
internal static class EapTlsAlerts
{
    /// <summary>Why the conversation broke off, by the alert that the peer sent.</summary>
    public static AccessReason ReasonOf(TlsAlert received) => received switch
    {
        TlsAlert.UnknownCa or TlsAlert.BadCertificate or TlsAlert.CertificateExpired or TlsAlert.CertificateUnknown
            or TlsAlert.CertificateRevoked or TlsAlert.UnsupportedCertificate or TlsAlert.AccessDenied => AccessReason.ServerCertificateRefused,
        _ => AccessReason.EapBrokenOff,
    };
}
