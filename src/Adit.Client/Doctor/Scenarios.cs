using System.Net;
using Adit.Certificates.Validation;
using Adit.Client.Eap;
using Adit.Protocols;
using Adit.Protocols.Eap.Peers;
using Adit.Protocols.Http;
using Adit.Protocols.Ppp;
using Adit.Protocols.Sstp;

namespace Adit.Client.Doctor;

/// <summary>
/// The scenarios of the catalogue that a failure may be, as seen from a client's place: those that nobody there can tell from one
/// another.
/// </summary>
internal static class Scenarios
{
    public static readonly string[] Name = ["A21"];
    public static readonly string[] Ping = ["A03"];
    public static readonly string[] Proxy = ["A95"];
    public static readonly string[] Unreachable = ["A01", "A21"];
    public static readonly string[] InnerSilent = ["A87", "A88", "A91", "A92"];
    public static readonly string[] InnerRefused = ["A87", "A92"];
    public static readonly string[] InnerLinkLocal = ["A89", "A90"];

    private static readonly string[] NobodyListens =
        ["A10", "A11", "A33", "A34", "A35", "A52", "B02", "B03", "B04", "B05", "B06", "B07", "B16", "B17", "B18", "B19", "B20", "B21", "B26"];

    private static readonly string[] Filtered = ["A02", "A08", "A11", "A93", "A94", "B24", "B25", "B27", "B28"];
    private static readonly string[] WrongCredentials = ["A17", "A18", "A20", "A22", "A23", "A24", "A25", "A26", "A32", "A58"];

    /// <summary>Of a port that says nothing: where the machine answers otherwise, the way there is not what is broken.</summary>
    public static IReadOnlyList<string> Silent(bool machineAnswers, bool isNamed) =>
        machineAnswers ? Filtered : [.. Filtered, "A01", .. isNamed ? Name : []];

    /// <summary>Of whatever ends a connection or a call.</summary>
    /// <param name="failure">What ended it.</param>
    /// <param name="host">The server as it was dialled.</param>
    public static IReadOnlyList<string> Of(Failure failure, string host) => failure switch
    {
        ClientFailure.NameNotResolved => Name,
        ClientFailure.ConnectionRefused => NobodyListens,
        ClientFailure.NetworkUnreachable => Unreachable,
        ClientFailure.ResetWhileConnecting or ClientFailure.ClosedWhileConnecting => ["A56", "B08", "D08"],
        ProxyFailure => Proxy,
        CertificateFailure certificate => OfCertificate(certificate, host),
        SstpFailure.HttpRefused { Status: 503 } => ["A51", "B01"],
        SstpFailure.HttpRefused or SstpFailure.HttpMalformed or SstpFailure.HttpTimedOut => ["A52", "B18", "B26"],
        SstpFailure.BindingRefusedByServer => ["B23"],
        SstpFailure.ConnectAnswerTimedOut or PppFailure.LinkNotAnswered or SstpFailure.TransportLost => ["A12", "A13"],
        _ => OfLogOn(failure),
    };

    private static IReadOnlyList<string> OfCertificate(CertificateFailure failure, string host) => failure switch
    {
        CertificateFailure.Expired => ["B09", "B22", "D01", "D03", "D04", "D09"],
        CertificateFailure.ExpiresSoon => ["D09"],
        CertificateFailure.UntrustedRoot or CertificateFailure.IncompleteChain => ["B10", "B11"],
        CertificateFailure.WrongName => IPAddress.TryParse(host, out _) ? ["B13"] : ["B12", "D05"],
        CertificateFailure.WrongPurpose => ["B07", "D06"],
        CertificateFailure.RevocationOffline => ["B14", "B15"],
        CertificateFailure.NotTheConfigured => ["D03", "D04"],
        _ => [],
    };

    private static IReadOnlyList<string> OfLogOn(Failure failure) => failure switch
    {
        PppFailure.Refused refused => OfError(refused.Error),
        EapPeerFailure.Refused => WrongCredentials,
        PppFailure.PeerTerminated { WindowsError: > 0 and var error } => OfError(error),
        PppFailure.NoMethodInCommon or EapPeerFailure.NoMethodInCommon => ["A36", "A38"],
        PppFailure.PeerTerminated { Phase: PppPhase.Network } or PppFailure.NoAddressGiven or PppFailure.NetworkNotAnswered => ["A57", "A89", "A90"],
        PppFailure.NetworkRejected => ["A50"],
        SstpFailure.AuthenticationTimedOut or PppFailure.AuthenticationTimeout => ["A59"],
        ClientEapFailure.NoCertificate => ["C34", "C35"],
        ClientEapFailure.SeveralCertificates => ["C10"],
        _ => [],
    };

    private static IReadOnlyList<string> OfError(int error) => error switch
    {
        646 => ["A29"],
        647 => ["A26", "A28"],
        648 => ["A30", "A31"],
        649 => ["A39", "A40", "A41", "A42"],
        691 => WrongCredentials,
        708 => ["A27"],
        812 => ["A36", "A38", "A40", "A41"],
        633 => ["A51"],
        _ => [],
    };
}
