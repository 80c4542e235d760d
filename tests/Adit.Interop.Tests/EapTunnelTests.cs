using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>PEAP and TTLS with eapol_test, which compares the keys that it has with those that the server gave its gateway.</summary>
[Collection(RadiusCollection.Name)]
public sealed class EapTunnelTests(RadiusFixture lab)
{
    private const string Tls13 = "tls_disable_tlsv1_3=0";
    private const string Again = "-r1";

    [Theory]
    [InlineData("PEAP", "auth=MSCHAPV2", "crypto_binding=2")]
    [InlineData("PEAP", "auth=MSCHAPV2", "crypto_binding=0")]
    [InlineData("PEAP", "auth=GTC", "crypto_binding=2")]
    [InlineData("PEAP", "auth=MSCHAPV2", "crypto_binding=2 tls_disable_tlsv1_3=0")]
    [InlineData("TTLS", "auth=PAP", "")]
    [InlineData("TTLS", "auth=CHAP", "")]
    [InlineData("TTLS", "auth=MSCHAPV2", "")]
    [InlineData("TTLS", "autheap=MSCHAPV2", "")]
    [InlineData("TTLS", "auth=PAP", Tls13)]
    [InlineData("TTLS", "auth=MSCHAPV2", Tls13)]
    public async Task Who_knows_the_password_gets_in_whatever_the_name_outside_is(string tunnel, string inside, string phase1) =>
        EndsWith("SUCCESS", await lab.SupplicateAsync(Network(tunnel, inside, phase1, "bob", RadiusFixture.Password)));

    [Theory]
    [InlineData("PEAP", "auth=MSCHAPV2", "crypto_binding=2")]
    [InlineData("PEAP", "auth=MSCHAPV2", "crypto_binding=2 tls_disable_tlsv1_3=0")]
    [InlineData("TTLS", "auth=PAP", "")]
    [InlineData("TTLS", "auth=PAP", Tls13)]
    public async Task Who_was_let_in_resumes_the_session_without_the_password(string tunnel, string inside, string phase1)
    {
        var said = await lab.SupplicateAsync(Network(tunnel, inside, phase1, "bob", RadiusFixture.Password), Again);

        EndsWith("SUCCESS", said);
        Assert.Contains("Handshake finished - resumed=1", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PEAP", "auth=MSCHAPV2", "walter")]
    [InlineData("TTLS", "auth=PAP", "xaver")]
    [InlineData("TTLS", "auth=MSCHAPV2", "yves")]
    public async Task A_wrong_password_is_refused_and_why_finds_the_name_inside(string tunnel, string inside, string user)
    {
        await lab.Server.AddAccountAsync(user, RadiusFixture.Password);

        EndsWith("FAILURE", await lab.SupplicateAsync(Network(tunnel, inside, "", user, "wrong")));

        await lab.WhySaysAsync(user, "NPS-016");
    }

    [Fact]
    [Scenario("A81")]
    [Scenario("C32")]
    [Scenario("C39")]
    public async Task A_client_that_does_not_trust_the_server_s_certificate_says_so_and_why_tells()
    {
        using var elsewhere = new OutsideAuthority(Path.Combine(lab.Topology.Folder, "elsewhere"), "http://127.0.0.1/none");

        EndsWith("FAILURE", await lab.SupplicateAsync(Network("PEAP", "auth=MSCHAPV2", "", "zoe", "any", elsewhere.CaFile)));

        await lab.WhySaysAsync("zoe@outside", "EAP-101");
    }

    [Theory]
    [InlineData("PEAP", "auth=TLS", "crypto_binding=2")]
    [InlineData("PEAP", "auth=TLS", "crypto_binding=2 " + Tls13)]
    [InlineData("TTLS", "autheap=TLS", "")]
    public async Task Who_has_a_certificate_shows_it_inside_and_comes_again(string tunnel, string inside, string phase1)
    {
        var network = await CertificateInsideAsync(tunnel, inside, phase1, "bob", "bob");

        EndsWith("SUCCESS", await lab.SupplicateAsync(network, Again));
    }

    [Fact]
    public async Task A_certificate_of_another_name_is_refused_inside()
    {
        EndsWith("FAILURE", await lab.SupplicateAsync(await CertificateInsideAsync("PEAP", "auth=TLS", "", "ulla", "bob")));

        await lab.WhySaysAsync("ulla", "NPS-298");
    }

    private static void EndsWith(string verdict, string said) =>
        Assert.True(said.EndsWith(verdict, StringComparison.Ordinal), said[^Math.Min(said.Length, 4000)..]);

    private string Network(string tunnel, string inside, string phase1, string user, string password, string? trusted = null) => $"""
        eap={tunnel}
        anonymous_identity="{user}@outside"
        identity="{user}"
        password="{password}"
        ca_cert="{trusted ?? lab.Server.CaFile}"
        phase1="{phase1}"
        phase2="{inside}"
        """;

    private async Task<string> CertificateInsideAsync(string tunnel, string inside, string phase1, string user, string name)
    {
        var file = Path.Combine(lab.Topology.Folder, $"inside-{Guid.NewGuid():N}.pem");
        (await lab.Server.AskAsync("ca", "issue", "user", name, "--format", "pem", "--out", file)).Expect();
        return Network(tunnel, inside, phase1, user, "none") + $"""

            fragment_size=300
            ca_cert2="{lab.Server.CaFile}"
            client_cert2="{file}"
            private_key2="{file}"
            """;
    }
}
