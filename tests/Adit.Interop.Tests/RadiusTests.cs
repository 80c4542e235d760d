using Adit.Interop.Tests.Lab;
using Adit.Protocols.Crypto;

namespace Adit.Interop.Tests;

/// <summary>FreeRADIUS' radclient as another vendor's gateway, asking the built-in authority.</summary>
[Collection(RadiusCollection.Name)]
public sealed class RadiusTests(RadiusFixture lab)
{
    private const string Authenticated = "\nMessage-Authenticator = 0x00";

    private static string KeysOf(string password) => Convert.ToHexString(MsChapV1.DeriveKeys(MsChapV2.NtPasswordHash(password)));

    [Fact]
    public async Task Pap_lets_in_who_knows_the_password() =>
        Assert.Contains("Access-Accept", await lab.AskAsync("auth", $"User-Name = bob\nUser-Password = \"{RadiusFixture.Password}\"{Authenticated}"), StringComparison.Ordinal);

    [Fact]
    public async Task Chap_lets_in_who_knows_the_password() =>
        Assert.Contains("Access-Accept", await lab.AskAsync("auth", $"User-Name = bob\nCHAP-Password = \"{RadiusFixture.Password}\"{Authenticated}"), StringComparison.Ordinal);

    [Fact]
    public async Task MS_CHAP_of_version_1_lets_in_who_knows_the_password_where_it_is_allowed_and_gives_keys()
    {
        var answer = await lab.AskAsync("auth", $"User-Name = bob\nMS-CHAP-Password = \"{RadiusFixture.Password}\"{Authenticated}");

        Assert.Contains("Access-Accept", answer, StringComparison.Ordinal);
        Assert.Contains($"MS-CHAP-MPPE-Keys = 0x{KeysOf(RadiusFixture.Password)}", answer, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Access-Reject", await lab.AskAsync("auth", $"User-Name = bob\nMS-CHAP-Password = wrong{Authenticated}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_response_to_LAN_Manager_s_hash_is_refused_as_a_method_that_nobody_may_use()
    {
        var response = $"0x0100{new string('a', 48)}{new string('0', 48)}";

        var answer = await lab.AskAsync("auth", $"User-Name = lan-manager\nMS-CHAP-Challenge = 0x0011223344556677\nMS-CHAP-Response = {response}{Authenticated}");

        Assert.Contains("Access-Reject", answer, StringComparison.Ordinal);
        await lab.WhySaysAsync("lan-manager", "NPS-066");
    }

    [Fact]
    public async Task A_wrong_password_is_refused_and_why_tells_the_reason()
    {
        Assert.Contains("Access-Reject", await lab.AskAsync("auth", $"User-Name = carol\nUser-Password = wrong{Authenticated}"), StringComparison.Ordinal);

        await lab.WhySaysAsync("carol", "NPS-016");
    }

    [Fact]
    public async Task A_method_that_we_do_not_know_is_refused_and_why_tells_so()
    {
        Assert.Contains("Access-Reject", await lab.AskAsync("auth", $"User-Name = unknown-method{Authenticated}"), StringComparison.Ordinal);

        await lab.WhySaysAsync("unknown-method", "RAD-101");
    }

    [Fact]
    public async Task A_request_with_the_wrong_secret_gets_no_answer_and_is_counted()
    {
        var answer = await lab.AskAsync("auth", $"User-Name = bob\nUser-Password = x{Authenticated}", secret: "another-secret", isHeard: false);

        Assert.Contains("No reply", answer, StringComparison.Ordinal);
        Assert.Contains("adit_radius_dropped_packets_total{reason=\"wrong_secret\"}", await lab.MetricsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stranger_gets_no_answer_and_is_counted()
    {
        var answer = await lab.AskAsync("auth", $"User-Name = bob\nUser-Password = x{Authenticated}\nPacket-Src-IP-Address = {RadiusFixture.Stranger}", isHeard: false);

        Assert.Contains("No reply", answer, StringComparison.Ordinal);
        Assert.Contains("adit_radius_dropped_packets_total{reason=\"unknown_client\"}", await lab.MetricsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_status_request_is_answered_at_both_ports()
    {
        Assert.Contains("Access-Accept", await lab.AskAsync("status", "Message-Authenticator = 0x00"), StringComparison.Ordinal);
        Assert.Contains("Accounting-Response", await lab.AskAsync("status", "Message-Authenticator = 0x00", port: 1813), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Start")]
    [InlineData("Interim-Update")]
    [InlineData("Stop")]
    [InlineData("Accounting-On")]
    public async Task Reports_get_their_receipt(string status) => Assert.Contains(
        "Accounting-Response",
        await lab.AskAsync("acct", $"Acct-Status-Type = {status}\nAcct-Session-Id = s-{status}\nUser-Name = bob\nNAS-IP-Address = 192.0.2.1", port: 1813),
        StringComparison.Ordinal);

    [Fact]
    public async Task A_proxy_gets_its_state_back() => Assert.Contains(
        "Proxy-State = 0xabcdef",
        await lab.AskAsync("auth", $"User-Name = bob\nUser-Password = \"{RadiusFixture.Password}\"\nProxy-State = 0xabcdef{Authenticated}"),
        StringComparison.Ordinal);
}
