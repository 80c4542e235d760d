using System.Text.Json;
using Adit.Certificates.Validation;
using Adit.Cli.Running;
using Adit.Client;
using Adit.Protocols.Calls;
using Adit.Protocols.Http;
using Adit.Protocols.Ppp;

namespace Adit.Cli.Tests;

/// <summary>The events that programs read: their names and members stay as <c>docs/operate/client.md</c> has them.</summary>
public sealed class JsonConnectionReportTests
{
    [Fact]
    public void An_attempt_names_server_user_and_proxy_but_no_password() => Assert.Equal(
        """{"event":"connecting","correlationId":"00000000-0000-0000-0000-000000000000","host":"vpn.example.org","port":443,"user":"anna","proxy":"http://192.0.2.1:3128"}""",
        Say(report => report.Connecting(Guid.Empty)));

    [Fact]
    public void A_stage_is_named() => Assert.Equal("""{"event":"stage","stage":"Authenticating"}""", Say(report => report.Reached(CallStage.Authenticating)));

    [Fact]
    public void A_connection_made_again_says_why_and_when()
    {
        var said = Read(report => report.Reconnecting(new ClientFailure.ServerSilent("x", 443), TimeSpan.FromSeconds(2)));

        Assert.Equal(("reconnecting", "CLIENT-102", 809, 2000),
            (said.GetProperty("event").GetString(), said.GetProperty("failure").GetString(), said.GetProperty("code").GetInt32(), said.GetProperty("pauseMilliseconds").GetInt32()));
    }

    [Theory]
    [InlineData(LockdownChange.Begun, "on")]
    [InlineData(LockdownChange.Lifted, "off")]
    [InlineData(LockdownChange.Stays, "stays")]
    public void A_lockdown_is_told(LockdownChange change, string state) =>
        Assert.Equal($$"""{"event":"lockdown","state":"{{state}}"}""", Say(report => report.LockdownChanged(change)));

    [Fact]
    public void An_end_that_the_user_wished_for_has_no_failure() => Assert.Equal("""{"event":"ended","reason":"user"}""", Say(report => report.Ended(null)));

    [Fact]
    public void An_end_by_failure_has_its_codes()
    {
        var said = Read(report => report.Ended(new PppFailure.Refused(647, MayRetry: false, "")));

        Assert.Equal(("failure", "PPP-202", 647, "0x287", "ERROR_ACCT_DISABLED"), (
            said.GetProperty("reason").GetString(), said.GetProperty("failure").GetString(), said.GetProperty("code").GetInt32(),
            said.GetProperty("hex").GetString(), said.GetProperty("symbol").GetString()));
    }

    private static JsonElement Read(Action<JsonConnectionReport> act) => JsonDocument.Parse(Say(act)).RootElement.Clone();

    private static string Say(Action<JsonConnectionReport> act)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var profile = new ConnectionProfile
        {
            Host = "vpn.example.org", UserName = "anna", Trust = TrustAnchors.System,
            Proxy = new ProxyServer("192.0.2.1", 3128, new ProxyCredential("anna", "secret")),
        };
        act(new JsonConnectionReport(new Terminal(TextReader.Null, output, TextWriter.Null, IsOutputForEyes: false, ReadSecret: null), profile));
        return output.ToString().TrimEnd('\n');
    }
}
