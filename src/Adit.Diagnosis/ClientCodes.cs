using Adit.Protocols;
using Adit.Protocols.Ppp;
using Adit.Protocols.Sstp;

namespace Adit.Diagnosis;

/// <summary>The code by which Windows names a failure, so that our client can say what users and runbooks know already.</summary>
public static class ClientCodes
{
    private const int ServiceUnavailable = 503;
    private const int ConnectionRefused = unchecked((int)0x800704C9);

    /// <summary>The Windows code of a failure: the one that the server itself gave, else the catalogue's; null where there is none.</summary>
    public static WindowsCode? Find(Failure failure) => GivenByServer(failure) ?? FailureCatalogue.Find(failure)?.Windows;

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
}
