using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>EAP-TLS by eapol_test, whose OpenSSL says which alert it was sent. Its SUCCESS means that both sides have the same keys.</summary>
[Collection(RadiusCollection.Name)]
public sealed class EapTlsTests(RadiusFixture lab)
{
    private const string Tls13 = "phase1=\"tls_disable_tlsv1_3=0\"";

    [Fact]
    public async Task Over_TLS_1_2_who_has_a_certificate_of_our_authority_is_let_in() =>
        IsLetIn(await lab.SignInAsync("bob", await IssueAsync("bob")), "Using TLS version TLSv1.2");

    [Fact]
    public async Task Over_TLS_1_3_who_has_a_certificate_of_our_authority_is_let_in() =>
        IsLetIn(await lab.SignInAsync("bob", await IssueAsync("bob"), Tls13), "Using TLS version TLSv1.3");

    [Theory]
    [InlineData(100)]
    [InlineData(333)]
    [InlineData(1400)]
    public async Task The_peer_may_cut_its_messages_as_it_likes(int length) =>
        IsLetIn(await lab.SignInAsync("bob", await IssueAsync("bob"), $"fragment_size={length}"), "SUCCESS");

    [Theory]
    [InlineData("")]
    [InlineData(Tls13)]
    public async Task Who_comes_again_resumes_the_session(string lines)
    {
        var said = await lab.SignInAsync("bob", await IssueAsync("bob"), lines, "-r1");

        IsLetIn(said, "resumed=1");
    }

    [Fact]
    [Scenario("A69")]
    public async Task A_certificate_that_has_ended_is_told_so()
    {
        using var authority = await ImportAuthorityAsync("ended");
        await IsRefusedAsync("anna@ended", authority.Issue("anna@ended", -20, -1), "certificate expired", "NPS-278 A69");
    }

    [Fact]
    [Scenario("A69")]
    public async Task A_certificate_that_has_not_begun_is_told_so_over_TLS_1_3_too()
    {
        using var authority = await ImportAuthorityAsync("early");
        await IsRefusedAsync("anna@early", authority.Issue("anna@early", 5, 20), "certificate expired", "NPS-278 A69", Tls13);
    }

    [Fact]
    [Scenario("A74")]
    [Scenario("C35")]
    public async Task A_certificate_for_another_purpose_is_told_so()
    {
        using var authority = await ImportAuthorityAsync("servers");
        await IsRefusedAsync(
            "anna@servers", authority.Issue("anna@servers", -5, 20, UserAuthority.ServerAuthentication), "unsupported certificate", "NPS-283 user-purpose");
    }

    [Fact]
    [Scenario("A76")]
    [Scenario("C11")]
    public async Task A_certificate_of_a_stranger_is_told_so()
    {
        using var authority = new UserAuthority(lab.Topology.Folder, "stranger");
        await IsRefusedAsync("anna@stranger", authority.Issue("anna@stranger", -5, 20), "unknown CA", "NPS-265 A76");
    }

    [Fact]
    [Scenario("C01")]
    public async Task A_certificate_of_a_root_that_is_not_trusted_for_signing_in_is_told_so()
    {
        using var authority = await ImportAuthorityAsync("forsites", "roots");
        await IsRefusedAsync("anna@forsites", authority.Issue("anna@forsites", -5, 20), "unknown CA", "NPS-295 C01");
    }

    [Fact]
    [Scenario("A71")]
    public async Task A_certificate_whose_revocation_nobody_can_look_up_is_refused()
    {
        using var authority = await ImportAuthorityAsync("nolist");
        await IsRefusedAsync("anna@nolist", authority.Issue("anna@nolist", -5, 20), "certificate unknown", "NPS-258 A71");
    }

    [Fact]
    [Scenario("A73")]
    public async Task A_certificate_with_a_signature_that_is_not_its_issuer_s_is_told_so()
    {
        using var authority = await ImportAuthorityAsync("forging");
        await IsRefusedAsync("anna@forging", authority.Forge("anna@forging"), "bad certificate", "NPS-288 A73");
    }

    [Fact]
    [Scenario("A70")]
    public async Task A_revoked_certificate_is_told_so_at_once()
    {
        var file = await IssueAsync("dora");
        (await lab.Server.AskAsync("cert", "revoke", await FingerprintOfAsync(file), "--reason", "keyCompromise")).Expect();

        await IsRefusedAsync("dora", file, "certificate revoked", "NPS-256 A70");
    }

    [Fact]
    public async Task An_untrusted_certificate_is_refused()
    {
        var file = await IssueAsync("emil");
        var alone = file + ".crt"; // without the authority above it, which stands in the file, too
        (await Command.RunAsync("openssl", "x509", "-in", file, "-out", alone)).Expect();
        (await lab.Server.AskAsync("cert", "distrust", alone)).Expect();

        await IsRefusedAsync("emil", file, "certificate unknown", "NPS-294 ");
    }

    [Fact]
    [Scenario("A77")]
    public async Task A_certificate_of_another_name_is_refused() =>
        await IsRefusedAsync("frida", await IssueAsync("bob"), "certificate unknown", "NPS-298 A77");

    [Fact]
    [Scenario("A75")]
    public async Task A_certificate_of_nobody_s_account_is_refused()
    {
        var said = await lab.SignInAsync("gerd", await IssueAsync("gerd"));

        Assert.EndsWith("FAILURE", said, StringComparison.Ordinal);
        await lab.WhySaysAsync("gerd", "NPS-008");
        Assert.Equal(["A75"], await ReadCasesAsync("gerd"));
    }

    /// <summary>Over TLS 1.3 the alert is hidden from whoever carries it: we end TLS here, and know.</summary>
    [Theory]
    [InlineData("hugo", "", "TLSv1.2")]
    [InlineData("hilda", Tls13, "TLSv1.3")]
    [Scenario("A81")]
    [Scenario("C39")]
    public async Task A_client_that_does_not_trust_our_certificate_is_what_why_tells(string identity, string lines, string version)
    {
        using var authority = new UserAuthority(lab.Topology.Folder, $"else-{identity}");
        var said = await lab.SignInAsync(identity, await IssueAsync(identity), $"ca_cert=\"{authority.RootFile}\"\n{lines}");

        Assert.EndsWith("FAILURE", said, StringComparison.Ordinal);
        Assert.Contains($"SSL: Using TLS version {version}", said, StringComparison.Ordinal);
        await lab.WhySaysAsync(identity, "EAP-101");
        Assert.Contains("UnknownCa", (await lab.Server.AskAsync("why", identity)).Output, StringComparison.Ordinal);
        Assert.Equal(["client-left-eap-root"], await ReadCasesAsync(identity));
    }

    private static void IsLetIn(string said, string sign)
    {
        Assert.True(said.EndsWith("SUCCESS", StringComparison.Ordinal), said[^Math.Min(said.Length, 6000)..]);
        Assert.Contains(sign, said, StringComparison.Ordinal);
    }

    /// <param name="identity">Who.</param>
    /// <param name="file">With which certificate.</param>
    /// <param name="alert">What OpenSSL calls the alert.</param>
    /// <param name="verdict">What "why" says: code and group.</param>
    /// <param name="lines">More of wpa_supplicant's settings.</param>
    private async Task IsRefusedAsync(string identity, string file, string alert, string verdict, string lines = "")
    {
        var (code, group) = (verdict.Split(' ')[0], verdict.Split(' ')[1]);
        // The stores are read once a second at most, so what has just been imported may not count yet; records are written behind the answer.
        await Eventually.BecomesTrueAsync($"the client hears '{alert}', and 'adit why' names {verdict}", TimeSpan.FromSeconds(60), async () =>
        {
            var said = await lab.SignInAsync(identity, file, lines);
            Assert.EndsWith("FAILURE", said, StringComparison.Ordinal);
            return said.Contains($"fatal:{alert}", StringComparison.Ordinal)
                && (await lab.Server.AskAsync("why", identity)).Output.Contains(code, StringComparison.Ordinal);
        });
        Assert.Equal(group.Split('+', StringSplitOptions.RemoveEmptyEntries), await ReadCasesAsync(identity));
    }

    /// <summary>The groups of cases that the server's evidence leaves.</summary>
    private async Task<IReadOnlyList<string>> ReadCasesAsync(string identity) =>
        [.. (await lab.Server.AskJsonAsync("why", identity)).GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("name").GetString()!)];

    private async Task<string> IssueAsync(string name)
    {
        var file = Path.Combine(lab.Topology.Folder, $"user-{Guid.NewGuid():N}.pem");
        (await lab.Server.AskAsync("ca", "issue", "user", name, "--format", "pem", "--out", file)).Expect();
        return file;
    }

    private async Task<UserAuthority> ImportAuthorityAsync(string name, string store = "ntauth")
    {
        var authority = new UserAuthority(lab.Topology.Folder, name);
        (await lab.Server.AskAsync("cert", "import", authority.RootFile, "--store", store)).Expect();
        return authority;
    }

    private static async Task<string> FingerprintOfAsync(string file) =>
        (await Command.RunAsync("openssl", "x509", "-in", file, "-noout", "-fingerprint", "-sha256")).Expect().Trim().Split('=')[1];
}
