using Adit.Protocols;
using Adit.Protocols.Crypto.Tls;
using Adit.Protocols.Eap.Peers;
using Adit.Protocols.Http;
using Adit.Protocols.Ppp;
using Adit.Protocols.Sstp;

namespace Adit.Diagnosis;

/// <summary>
/// The code by which Windows names a failure: what its page says, except where the server gave a code itself or a fact of the failure
/// decides (decision 0013). So that our client can say what users and runbooks know already.
/// </summary>
public static class ClientCodes
{
    private const int ServiceUnavailable = 503;
    private const int ConnectionRefused = unchecked((int)0x800704C9);
    private const int LinkTerminated = 734;
    private const int NoProtocols = 720;
    private const int UserCertificateExpired = 854;
    private const int UserCertificateRevoked = 855;
    private const uint HttpFacility = 0x8019_0000;

    /// <summary>The Windows code of a failure: the one that the server itself gave, else the catalogue's; null where there is none.</summary>
    public static WindowsCode? Find(Failure failure) =>
        GivenByServer(failure) ?? GivenByFacts(failure) ?? FailureCatalogue.Find(failure)?.Windows;

    /// <summary>
    /// How we know the code that <see cref="Find"/> gives: one that a peer itself named was seen; one that a fact decides is not what the
    /// page has a document for. Null where there is none.
    /// </summary>
    public static WindowsCodeSource? FindSource(Failure failure) =>
        GivenByServer(failure) is not null ? WindowsCodeSource.Observed
        : GivenByFacts(failure) is { } code ? IsDocumented(code) ? WindowsCodeSource.Documented : WindowsCodeSource.Inferred
        : FailureCatalogue.Find(failure)?.WindowsSource;

    /// <summary>Of those that facts decide, the codes that Microsoft's articles have for these very cases.</summary>
    private static bool IsDocumented(WindowsCode code) => code.Value is UserCertificateExpired or UserCertificateRevoked;

    /// <summary>The page that says most: of the code that the server gave where there is one, else of the failure.</summary>
    public static FailureEntry? FindPage(Failure failure) =>
        (GivenByServer(failure) is { } code ? FailureCatalogue.Find(code) : null) ?? FailureCatalogue.Find(failure);

    private static WindowsCode? GivenByServer(Failure failure) => failure switch
    {
        PppFailure.Refused { Error: > 0 } refused => new WindowsCode(refused.Error),
        SstpFailure.HttpRefused { Status: ServiceUnavailable } => new WindowsCode(ConnectionRefused),
        PppFailure.PeerTerminated { WindowsError: > 0 and var error } => new WindowsCode(error),
        _ => null,
    };

    private static WindowsCode? GivenByFacts(Failure failure) => failure switch
    {
        PppFailure.PeerTerminated { Phase: PppPhase.Establish } => new WindowsCode(LinkTerminated),
        PppFailure.PeerTerminated { Phase: PppPhase.Network } => new WindowsCode(NoProtocols),
        EapPeerFailure.CertificateRefused { Alert: TlsAlert.CertificateExpired } => new WindowsCode(UserCertificateExpired),
        EapPeerFailure.CertificateRefused { Alert: TlsAlert.CertificateRevoked } => new WindowsCode(UserCertificateRevoked),
        ProxyFailure.Refused { Status: var status } => OfHttp(status),
        ProxyFailure.ServerNotReached { Status: var status } => OfHttp(status),
        _ => null,
    };

    /// <summary>Windows' own name for an HTTP status, where it has one (HTTP_E_STATUS_…).</summary>
    private static WindowsCode? OfHttp(int status) =>
        new WindowsCode(unchecked((int)(HttpFacility | (uint)status))) is { Symbol: not null } code ? code : null;
}
