using Adit.Client.Eap;
using Adit.Client.Profiles;
using Adit.Protocols;
using Adit.Protocols.Eap.Peers;
using Adit.Protocols.Http;
using Adit.Protocols.Ppp;
using Adit.Protocols.Sstp;

namespace Adit.Client;

/// <summary>
/// Failures after which trying again would do harm or cannot help, so that a person has to look. A certificate that does not hold is
/// none of them: a captive portal shows its own until somebody has signed in, and nothing is said to who shows it.
/// </summary>
public static class FinalFailures
{
    /// <summary>Whether this is one of them.</summary>
    public static bool Contains(Failure failure) => failure switch
    {
        // Repeating what was refused locks the account.
        PppFailure.Refused or PppFailure.NoMethodInCommon => true,
        EapPeerFailure.NoMethodInCommon or EapPeerFailure.Refused or EapPeerFailure.CertificateRefused => true,
        ClientEapFailure.NoCertificate or ClientEapFailure.SeveralCertificates or ProfileFailure => true,
        PppFailure.PeerTerminated { WindowsError: >= 646 and <= 649 or 691 or 709 } => true,

        // Whoever answers there is not the server, or something is between us.
        PppFailure.AuthenticatorNotProven or PppFailure.NotAuthenticated or EapPeerFailure.BindingWrong => true,
        SstpFailure.BindingRefusedByServer or SstpFailure.NoHashProtocol => true,

        // A proxy that was told a wrong password may lock the account, too.
        ProxyFailure.CredentialsRefused or ProxyFailure.CredentialsMissing or ProxyFailure.NoSchemeInCommon => true,

        ClientFailure.NetworkSetUpFailed or ClientFailure.InterfaceInUse or ClientFailure.UnknownInLockdown => true,
        _ => false,
    };
}
