using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>Debian's sstp-client with pppd, told to use one method alone, against a server that allows all, or MS-CHAPv2 alone.</summary>
public sealed class AuthenticationMethodsTests(SstpFixture lab, ITestOutputHelper output) : IClassFixture<SstpFixture>, IAsyncLifetime
{
    private const string PapAlone = "refuse-eap refuse-chap refuse-mschap refuse-mschap-v2";
    private const string ChapAlone = "refuse-eap refuse-pap refuse-mschap refuse-mschap-v2";
    private const string EapAlone = "refuse-pap refuse-chap refuse-mschap refuse-mschap-v2";
    private const string MsChapV2Alone = "refuse-eap refuse-pap refuse-chap refuse-mschap";
    private const string Clear = "bob"; // keeps a reversible password

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(lab.Server.PasswordFile(Clear)))
            await lab.Server.AddAccountAsync(Clear, SstpFixture.Password, "--password-form", "reversible");
    }

    public async ValueTask DisposeAsync()
    {
        lab.Client.UsesPlugin = false;
        await lab.Client.DisconnectAsync();
        await lab.ShowLogsAsync(output);
    }

    [Fact]
    public async Task A_client_with_PAP_or_CHAP_alone_gets_in_where_both_are_allowed()
    {
        await lab.Server.ReloadWithAsync("authentication: [ mschapv2, chap, pap ]");

        await ConnectsAsync(PapAlone, SstpFixture.User);
        (await lab.Topology.Guest.RunAsync($"ping -c 5 -i 0.5 -W 2 {Addresses.IntranetHost}")).Expect();
        await lab.Client.DisconnectAsync();

        // With user and password on its command line, sstpc 1.0.18 waits for Microsoft's CHAP in vain; pppd's plugin knows better.
        lab.Client.UsesPlugin = true;
        await ConnectsAsync(ChapAlone, Clear);
        Assert.Contains("CHAP authentication succeeded", await lab.Client.ReadLogsAsync(), StringComparison.Ordinal);
        (await lab.Topology.Guest.RunAsync($"ping -c 5 -i 0.5 -W 2 {Addresses.IntranetHost}")).Expect();
    }

    [Fact]
    public async Task A_client_with_EAP_alone_gets_in_and_its_binding_holds()
    {
        await lab.Server.ReloadWithAsync("authentication: [ eap, mschapv2 ]");

        await ConnectsAsync(EapAlone, SstpFixture.User);

        (await lab.Topology.Guest.RunAsync($"ping -c 5 -i 0.5 -W 2 {Addresses.IntranetHost}")).Expect();
        Assert.Equal(1, await lab.Server.CountSessionsAsync());
    }

    [Fact]
    public async Task A_client_with_a_certificate_proves_over_PPP_who_it_is_and_a_binding_with_half_of_the_keys_is_refused()
    {
        await lab.Server.ReloadWithAsync("authentication: [ eap ]\naccess:\n  eap: [ tls ]");
        var file = Path.Combine(lab.Topology.Folder, "user.pem");
        (await lab.Server.AskAsync("ca", "issue", "user", SstpFixture.User, "--format", "pem", "--out", file)).Expect();
        (await lab.Topology.Guest.RunAsync($"cat > /root/user.pem << 'END'\n{await File.ReadAllTextAsync(file)}\nEND")).Expect();
        lab.Client.UsesPlugin = true;
        lab.Client.Refusals = EapAlone;

        var refused = await lab.Client.TryConnectAsync(
            SstpFixture.User, SstpFixture.Password, options: "cert /root/user.pem key /root/user.pem ca /root/ca.pem");

        // sstpc 1.0.18's plugin hands on 16 bytes of each key of 32, so that it binds with other keys than Windows and we do.
        Assert.Contains("EAP-TLS generating MPPE keys", refused.Output, StringComparison.Ordinal);
        Assert.Contains("EAP authentication succeeded", refused.Output, StringComparison.Ordinal);
        await FailsWithAsync("SSTP-304", SstpFixture.User);
    }

    [Fact]
    public async Task Whom_FreeRADIUS_lets_in_behind_the_gateway_has_a_session_that_is_bound_to_its_keys()
    {
        var secret = lab.Server.StateFile("office.secret");
        await File.WriteAllTextAsync(secret, FreeRadius.Secret);
        File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await Command.RunAsync("chown", "--reference", lab.Server.CaFile, secret)).Expect(); // to the server's user
        await using var authority = await FreeRadius.StartAsync(lab.Topology, "127.0.0.1", 2812);
        await lab.Server.ReloadWithAsync($"access: {{ authority: office }}\nradius: {{ groups: [ {{ name: office, servers: [ {{ address: 127.0.0.1, port: 2812, accountingPort: 2813, secretFile: {secret} }} ] }} ] }}");
        lab.Client.Refusals = MsChapV2Alone;

        await lab.Client.ConnectAsync("ben", FreeRadius.Password);

        (await lab.Topology.Guest.RunAsync($"ping -c 5 -i 0.5 -W 2 {Addresses.IntranetHost}")).Expect();
        Assert.Equal("ben", Assert.Single((await lab.Server.AskJsonAsync("sessions")).EnumerateArray()).GetProperty("user").GetString());
    }

    [Fact]
    public async Task A_wrong_password_inside_of_EAP_has_the_code_of_a_wrong_password()
    {
        await lab.Server.ReloadWithAsync("authentication: [ eap ]");
        lab.Client.Refusals = EapAlone;

        var refused = await lab.Client.TryConnectAsync(SstpFixture.User, "wrong");

        Assert.NotEqual(0, refused.ExitCode);
        await FailsWithAsync("NPS-016", SstpFixture.User);
    }

    [Fact]
    public async Task An_account_without_a_reversible_password_cannot_use_CHAP()
    {
        await lab.Server.ReloadWithAsync("authentication: [ mschapv2, chap ]");
        lab.Client.Refusals = ChapAlone;

        var refused = await lab.Client.TryConnectAsync(SstpFixture.User, SstpFixture.Password);

        Assert.NotEqual(0, refused.ExitCode);
        await FailsWithAsync("NPS-019", SstpFixture.User);
    }

    [Theory]
    [InlineData(PapAlone)]
    [InlineData(ChapAlone)]
    [Scenario("A36")]
    public async Task A_client_with_PAP_or_CHAP_alone_finds_no_method_in_common_with_a_server_as_it_comes(string refusals)
    {
        await lab.Server.ReloadWithAsync("");
        lab.Client.Refusals = refusals;

        var refused = await lab.Client.TryConnectAsync(SstpFixture.User, SstpFixture.Password);

        Assert.NotEqual(0, refused.ExitCode);
        var why = await lab.Server.AskAsync("why", "nobody", "-o", "json"); // the call ended before it had a name
        Assert.Contains("PPP-201", why.Output, StringComparison.Ordinal);
    }

    private Task<SstpConnection> ConnectsAsync(string refusals, string user)
    {
        lab.Client.Refusals = refusals;
        return lab.Client.ConnectAsync(user, SstpFixture.Password);
    }

    private async Task FailsWithAsync(string code, string user)
    {
        var why = await lab.Server.AskJsonAsync("why", user);
        Assert.Equal(code, why.GetProperty("attempt").GetProperty("failureCode").GetString());
    }
}
