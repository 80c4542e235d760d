using Adit.Diagnosis;
using Adit.Protocols;
using Adit.Protocols.Crypto.Tls;
using Adit.Protocols.Eap.Peers;
using Adit.Protocols.Http;
using Adit.Protocols.Ppp;
using Adit.Protocols.Sstp;

namespace Adit.Client.Tests;

public sealed class ClientCodesTests
{
    public static TheoryData<Failure, string> Codes => new()
    {
        { new ClientFailure.NameNotResolved("x"), "868 ERROR_DNSNAME_NOT_RESOLVABLE" },
        { new ClientFailure.ServerSilent("x", 443), "809 ERROR_VPN_TIMEOUT" },
        { new PppFailure.Refused(691, MayRetry: false, ""), "691 ERROR_AUTHENTICATION_FAILURE" },
        { new PppFailure.Refused(647, MayRetry: false, ""), "647 ERROR_ACCT_DISABLED" },
        { new PppFailure.Refused(0, MayRetry: false, ""), "691 ERROR_AUTHENTICATION_FAILURE" },
        { new SstpFailure.HttpRefused(503), "0x800704C9 HRESULT_FROM_WIN32(ERROR_CONNECTION_REFUSED)" },
        { new PppFailure.PeerTerminated(PppPhase.Authenticate, WindowsError: 646, ""), "646 ERROR_RESTRICTED_LOGON_HOURS" },
        { new PppFailure.PeerTerminated(PppPhase.Authenticate, WindowsError: 0, ""), "719 ERROR_PPP_REMOTE_TERMINATED" },
    };

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_failure_has_the_code_that_Windows_shows(Failure failure, string code) =>
        Assert.Equal(code, ClientCodes.Find(failure)?.ToString());

    public static TheoryData<Failure, WindowsCodeSource?> Sources => new()
    {
        { new PppFailure.Refused(647, MayRetry: false, ""), WindowsCodeSource.Observed },
        { new PppFailure.PeerTerminated(PppPhase.Authenticate, WindowsError: 646, ""), WindowsCodeSource.Observed },
        { new PppFailure.PeerTerminated(PppPhase.Authenticate, WindowsError: 0, ""), WindowsCodeSource.Documented },
        { new PppFailure.PeerTerminated(PppPhase.Network, WindowsError: null, ""), WindowsCodeSource.Inferred },
        { new EapPeerFailure.CertificateRefused(TlsAlert.CertificateExpired), WindowsCodeSource.Documented },
        { new ClientFailure.ServerSilent("x", 443), WindowsCodeSource.Documented },
        { new SstpFailure.ConnectAnswerTimedOut(), WindowsCodeSource.Inferred },
        { new ProxyFailure.Refused(403), WindowsCodeSource.Inferred },
        { new SstpFailure.ConnectRequestTimedOut(), null },
    };

    /// <summary>A document that has another code for the failure at large says nothing of the one that a fact decides.</summary>
    [Theory]
    [MemberData(nameof(Sources))]
    public void How_a_code_is_known_goes_with_the_code_that_is_shown(Failure failure, WindowsCodeSource? source) =>
        Assert.Equal(source, ClientCodes.FindSource(failure));

    [Fact]
    public void A_refusal_is_explained_by_the_page_of_the_code_that_the_server_gave() =>
        Assert.Equal("The account is disabled", ClientCodes.FindPage(new PppFailure.Refused(647, MayRetry: false, ""))?.Title);

    [Fact]
    public void A_code_without_a_page_leaves_the_failure_its_own() =>
        Assert.Equal("PPP-202", ClientCodes.FindPage(new PppFailure.Refused(644, MayRetry: false, ""))?.Code);
}
