using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Adit.Cli.Connections;
using Adit.Client.Eap;
using Adit.Server.Tests.Control;

namespace Adit.Cli.Tests;

public sealed class ProfileCommandTests : IDisposable
{
    private const string Windows = """
        <VPNProfile>
          <ProfileName>Office</ProfileName>
          <DnsSuffix>corp.example.test</DnsSuffix>
          <NativeProfile>
            <Servers>vpn.example.test;Office</Servers>
            <Authentication><UserMethod>Eap</UserMethod><Eap><Configuration><EapHostConfig><EapMethod><Type>25</Type></EapMethod><Config><Eap><Type>25</Type><EapType>
              <ServerValidation><DisableUserPromptForServerValidation>true</DisableUserPromptForServerValidation>
              <ServerNames>nps.example.test</ServerNames><TrustedRootCA>00112233445566778899aabbccddeeff00112233</TrustedRootCA></ServerValidation>
              <Eap><Type>26</Type><EapType><UseWinLogonCredentials>false</UseWinLogonCredentials></EapType></Eap>
              <RequireCryptoBinding>true</RequireCryptoBinding>
            </EapType></Eap></Config></EapHostConfig></Configuration></Eap></Authentication>
          </NativeProfile>
        </VPNProfile>
        """;

    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_imported_is_a_file_to_connect_with_and_what_was_left_out_is_named()
    {
        var (source, target) = (Write("office.xml", Windows), Path.Combine(_folder.Path, "office.yaml"));

        var run = await CliFixture.RunAsync(
            ["profile", "import", source, "--user", "anna", "--password-file", Secret("password"), "--ca", "/etc/adit/ca.pem", "--out", target]);

        Assert.Equal((0, ""), (run.ExitCode, run.Output));
        Assert.Contains("line 3: note: CLIENT-202: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("DnsSuffix", run.Error, StringComparison.Ordinal);
        var options = ConnectionFile.Read(target).ToOptions(_ => null);
        Assert.Equal(("vpn.example.test", "anna", "peap"), (options.Host, options.User, options.Authentication.ToString()));
        Assert.Equal([ClientEapMethod.Peap], options.Authentication.EapMethods);
        Assert.Equal(("nps.example.test", true), (options.Eap.ServerNames[0], options.Eap.RequiresBinding));
        Assert.Equal(["00112233445566778899AABBCCDDEEFF00112233"], options.Eap.Pins);
    }

    [Fact]
    public async Task UTF_16_as_tools_of_Windows_write_it_is_read()
    {
        var source = Path.Combine(_folder.Path, "utf16.xml");
        await File.WriteAllTextAsync(source, "<?xml version=\"1.0\" encoding=\"utf-16\"?>\n" + Windows, Encoding.Unicode, TestContext.Current.CancellationToken);

        var run = await CliFixture.RunAsync(["profile", "import", source, "-o", "json"]);

        Assert.Equal("peap", JsonDocument.Parse(run.Output).RootElement.GetProperty("settings").GetProperty("auth").GetString());
    }

    [Fact]
    public async Task Lint_says_line_and_code_and_ends_with_3()
    {
        var source = Write("office.xml", Windows.Replace("<ServerNames>nps.example.test</ServerNames>", "", StringComparison.Ordinal));

        var run = await CliFixture.RunAsync(["profile", "lint", source]);

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("line 7: CLIENT-207: ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_profile_is_refused_with_its_code()
    {
        var run = await CliFixture.RunAsync(["profile", "import", Write("office.xml", "<!DOCTYPE a []><VPNProfile/>")]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("CLIENT-201", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_in_order_is_said_to_be()
    {
        var file = Write("office.yaml", $"""
            host: vpn.example.test
            auth: eap-tls
            ca: /etc/adit/ca.pem
            certificates: {Certificate()}
            eapServerNames: nps.example.test
            """);

        var run = await CliFixture.RunAsync(["profile", "lint", file]);

        Assert.Equal((0, $"{file} is in order.\n"), (run.ExitCode, run.Output));
    }

    [Theory]
    [InlineData("auth: peap\nuser: anna\npasswordFile: EXPOSED\neapServerNames: a.test\nca: x", "CLIENT-213")]
    [InlineData("auth: peap\nuser: anna\npasswordFile: /nowhere/secret\neapServerNames: a.test\nca: x", "CLIENT-211")]
    [InlineData("auth: peap\nuser: anna\nprompts: true", "CLIENT-207")]
    [InlineData("auth: peap\nuser: anna\nprompts: true\neapServerNames: a.test; b.test", "CLIENT-209")]
    [InlineData("auth: eap-tls\ncertificates: /nowhere/anna.p12\neapServerNames: a.test", "CLIENT-214")]
    [InlineData("auth: eap-tls\ncertificates: CERTIFICATE\ncertificatePurposes: 1.2.3.4\neapServerNames: a.test", "EAP-150")]
    [Scenario("C34")]
    [Scenario("C05", Linted = true)]
    public async Task What_would_fail_is_said_before_anything_is_sent(string lines, string code)
    {
        var exposed = Secret("exposed");
        File.SetUnixFileMode(exposed, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        var text = lines.Replace("EXPOSED", exposed, StringComparison.Ordinal).Replace("CERTIFICATE", Certificate(), StringComparison.Ordinal);

        var run = await CliFixture.RunAsync(["profile", "lint", Write("office.yaml", $"host: vpn.example.test\n{text}"), "-o", "json"]);

        Assert.Equal(3, run.ExitCode);
        var findings = JsonDocument.Parse(run.Output).RootElement.GetProperty("findings").EnumerateArray();
        Assert.Contains(code, findings.Where(finding => finding.GetProperty("isFatal").GetBoolean()).Select(finding => finding.GetProperty("code").GetString()));
    }

    [Fact]
    public void Who_signs_in_by_certificate_alone_needs_neither_name_nor_password()
    {
        var options = ConnectionFile.Read(Write("office.yaml", $"host: vpn.example.test\nauth: eap-tls\ncertificates: {Certificate()}")).ToOptions(_ => null);

        Assert.Equal(("anna@example.test", ""), (options.User, options.Password));
    }

    [Fact]
    public void A_person_is_asked_where_the_profile_says_so()
    {
        var file = ConnectionFile.Read(Write("office.yaml", "host: vpn.example.test\nuser: anna\nprompts: true"));

        Assert.Equal("typed", file.ToOptions(_ => null, _ => "typed").Password);
        Assert.Throws<CliException>(() => file.ToOptions(_ => null));
    }

    [Fact]
    public void A_connection_by_certificate_must_name_one()
    {
        var exception = Assert.Throws<CliException>(() => ConnectionFile.Read(Write("office.yaml", "host: vpn.example.test\nauth: eap-tls")));

        Assert.Contains("'certificates' is missing", exception.Message, StringComparison.Ordinal);
    }

    private string Secret(string name, string text = "pass word\n")
    {
        var path = Write(name, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.Path, name);
        File.WriteAllText(path, text);
        return path;
    }

    private string Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=anna", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddUserPrincipalName("anna@example.test");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return Secret("anna.pem", $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
    }
}
