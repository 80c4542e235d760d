using System.Text;
using Adit.Protocols.Http;
using Adit.Protocols.Tests.Ppp;

namespace Adit.Protocols.Tests.Http;

/// <summary>The client's side of CONNECT against scripted answers: each one comes over a connection of its own.</summary>
public sealed class ProxyDialogTests
{
    private const string Target = "vpn.example.org:443";
    private const string Established = "HTTP/1.0 200 Connection established\r\nProxy-agent: tinyproxy/1.11.1\r\n\r\n"; // as tinyproxy says it
    private const string WantsBasic = "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\n\r\n<html>";
    private const string WantsDigest = "HTTP/1.1 407 No\r\nProxy-Authenticate: Digest realm=\"p\", nonce=\"one\", qop=\"auth\", algorithm=MD5, stale=false\r\n\r\n";
    private const string WantsNewNonce = "HTTP/1.1 407 No\r\nProxy-Authenticate: Digest realm=\"p\", nonce=\"two\", qop=\"auth\", algorithm=MD5, stale=true\r\n\r\n";
    private static readonly ProxyCredential Aladdin = new("Aladdin", "open sesame");

    private readonly List<string> _requests = [];

    [Fact]
    public void A_proxy_that_asks_nothing_is_asked_once()
    {
        Assert.IsType<ProxyStep.Opened>(Talk(Dialog(null), Established));
        Assert.Equal([$"CONNECT {Target} HTTP/1.1\r\nHost: {Target}\r\n\r\n"], _requests);
    }

    [Fact]
    public void Name_and_password_are_said_only_when_asked_for()
    {
        Assert.IsType<ProxyStep.Opened>(Talk(Dialog(Aladdin), WantsBasic, Established));
        Assert.DoesNotContain("Proxy-Authorization", _requests[0], StringComparison.Ordinal);
        Assert.Contains("\r\nProxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n", _requests[1], StringComparison.Ordinal); // RFC 7617 §2
    }

    [Fact]
    public void Of_several_schemes_the_one_that_shows_least_is_taken()
    {
        const string Offer = "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=b, Digest realm=d, nonce=m, qop=auth, algorithm=MD5\r\n"
            + "Proxy-Authenticate: Digest realm=d, nonce=s, qop=auth, algorithm=SHA-256\r\nProxy-Authenticate: NTLM\r\n\r\n";

        Talk(Dialog(Aladdin), Offer, Established);

        Assert.Contains("algorithm=SHA-256, nonce=\"s\", nc=00000001", _requests[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_nonce_that_is_too_old_is_replaced_without_asking_anybody()
    {
        Assert.IsType<ProxyStep.Opened>(Talk(Dialog(Aladdin), WantsDigest, WantsNewNonce, Established));
        Assert.Contains("nonce=\"two\", nc=00000001", _requests[2], StringComparison.Ordinal);
    }

    [Fact]
    public void The_next_connection_uses_the_nonce_again_and_counts()
    {
        var dialog = Dialog(Aladdin);
        Talk(dialog, WantsDigest, Established);

        Talk(dialog, Established);

        Assert.Contains("nonce=\"one\", nc=00000002", _requests[2], StringComparison.Ordinal);
    }

    [Fact]
    public void The_next_connection_uses_the_next_nonce_that_the_proxy_named()
    {
        var dialog = Dialog(Aladdin);
        Talk(dialog, WantsDigest, "HTTP/1.1 200 OK\r\nProxy-Authentication-Info: nextnonce=\"three\", qop=auth\r\n\r\n");

        Talk(dialog, Established);

        Assert.Contains("nonce=\"three\", nc=00000001", _requests[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_proxy_that_has_forgotten_a_remembered_nonce_is_answered_once_more()
    {
        var dialog = Dialog(Aladdin);
        Talk(dialog, WantsDigest, Established);

        Assert.IsType<ProxyStep.Opened>(Talk(dialog, WantsDigest, Established));
    }

    [Theory]
    [InlineData(WantsBasic, "Basic")]
    [InlineData(WantsDigest, "Digest")]
    public void A_wrong_password_is_said_once_only(string answer, string scheme)
    {
        Assert.Equal(new ProxyFailure.CredentialsRefused(scheme), Failure(Dialog(Aladdin), answer, answer));
        Assert.Equal(2, _requests.Count);
    }

    [Fact]
    public void A_proxy_that_says_401_to_a_wrong_password_is_understood() => // as tinyproxy does
        Assert.Equal(new ProxyFailure.CredentialsRefused("Basic"), Failure(Dialog(Aladdin), WantsBasic, "HTTP/1.1 401 Unauthorized\r\n\r\n"));

    [Fact]
    public void A_proxy_that_calls_every_nonce_old_is_given_up()
    {
        var nonces = Enumerable.Range(0, 10).Select(i => WantsNewNonce.Replace("two", $"n{i}", StringComparison.Ordinal)).ToArray();

        Assert.Equal(new ProxyFailure.CredentialsRefused("Digest"), Failure(Dialog(Aladdin), nonces));
        Assert.Equal(4, _requests.Count);
    }

    [Fact]
    public void Without_a_name_the_schemes_that_would_do_are_told() => Assert.Equal(
        new ProxyFailure.CredentialsMissing("Basic"), Failure(Dialog(null), WantsBasic));

    [Fact]
    public void Schemes_that_are_none_of_ours_are_told() => Assert.Equal(
        new ProxyFailure.NoSchemeInCommon("Negotiate, NTLM"),
        Failure(Dialog(Aladdin), "HTTP/1.1 407 No\r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM\r\n\r\n"));

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(302)]
    [InlineData(500)]
    public void A_proxy_that_will_not_has_refused(int status) =>
        Assert.Equal(new ProxyFailure.Refused(status), Failure(Dialog(null), $"HTTP/1.1 {status} No\r\n\r\n"));

    [Theory]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public void A_proxy_that_cannot_has_not_reached_the_server(int status) =>
        Assert.Equal(new ProxyFailure.ServerNotReached(status), Failure(Dialog(null), $"HTTP/1.1 {status} No\r\n\r\n"));

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nno field\r\n\r\n")]
    [InlineData(Established + "what no server has said yet")]
    public void What_is_no_answer_to_CONNECT_is_no_proxy(string answer) => Assert.Equal(new ProxyFailure.NotHttp(), Failure(Dialog(null), answer));

    [Fact]
    public void A_head_without_end_is_given_up() =>
        Assert.Equal(new ProxyFailure.NotHttp(), Failure(Dialog(null), "HTTP/1.1 200 OK\r\nx: " + new string('a', ConnectAnswer.MaxHeadLength)));

    [Fact]
    public void An_answer_may_come_byte_by_byte()
    {
        var dialog = Dialog(null);
        dialog.WriteRequest();
        var answer = Encoding.ASCII.GetBytes(Established);

        Assert.All(Enumerable.Range(0, answer.Length), length => Assert.IsType<ProxyStep.More>(dialog.Handle(answer.AsSpan(0, length))));
        Assert.IsType<ProxyStep.Opened>(dialog.Handle(answer));
    }

    [Fact]
    public void A_target_cannot_carry_a_second_request() =>
        Assert.Throws<ArgumentException>(() => new ProxyDialog("a:443 HTTP/1.1\r\nX: y", null, new SeededRandom(1)));

    private static ProxyDialog Dialog(ProxyCredential? credential) => new(Target, credential, new SeededRandom(1));

    private ProxyFailure Failure(ProxyDialog dialog, params string[] answers) => Assert.IsType<ProxyStep.Failed>(Talk(dialog, answers)).Failure;

    private ProxyStep Talk(ProxyDialog dialog, params string[] answers)
    {
        foreach (var answer in answers)
        {
            _requests.Add(Encoding.UTF8.GetString(dialog.WriteRequest()));
            if (dialog.Handle(Encoding.UTF8.GetBytes(answer)) is not ProxyStep.Again and var step)
                return step;
        }

        throw new InvalidOperationException("The dialog wants more answers than there are.");
    }
}
