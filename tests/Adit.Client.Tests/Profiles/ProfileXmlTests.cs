using Adit.Client.Profiles;
using Adit.Diagnosis.Scenarios;

namespace Adit.Client.Tests.Profiles;

/// <summary>Profiles as Windows' administrators deploy them.</summary>
public sealed class ProfileXmlTests
{
    private const string Root = "5e 2c 6c 71 71 ea 5a 7b 9b 25 49 1c 8d 2b 1c 9a 5f 11 22 33";

    private const string Peap = $"""
        <EapHostConfig xmlns="http://www.microsoft.com/provisioning/EapHostConfig">
          <EapMethod>
            <Type xmlns="http://www.microsoft.com/provisioning/EapCommon">25</Type>
            <VendorId xmlns="http://www.microsoft.com/provisioning/EapCommon">0</VendorId>
            <VendorType xmlns="http://www.microsoft.com/provisioning/EapCommon">0</VendorType>
            <AuthorId xmlns="http://www.microsoft.com/provisioning/EapCommon">0</AuthorId>
          </EapMethod>
          <Config xmlns="http://www.microsoft.com/provisioning/EapHostConfig">
            <Eap xmlns="http://www.microsoft.com/provisioning/BaseEapConnectionPropertiesV1">
              <Type>25</Type>
              <EapType xmlns="http://www.microsoft.com/provisioning/MsPeapConnectionPropertiesV1">
                <ServerValidation>
                  <DisableUserPromptForServerValidation>true</DisableUserPromptForServerValidation>
                  <ServerNames>nps1.example.test;nps2.example.test</ServerNames>
                  <TrustedRootCA>{Root}</TrustedRootCA>
                </ServerValidation>
                <FastReconnect>true</FastReconnect>
                <InnerEapOptional>false</InnerEapOptional>
                <Eap xmlns="http://www.microsoft.com/provisioning/BaseEapConnectionPropertiesV1">
                  <Type>13</Type>
                  <EapType xmlns="http://www.microsoft.com/provisioning/EapTlsConnectionPropertiesV1">
                    <CredentialsSource><CertificateStore><SimpleCertSelection>true</SimpleCertSelection></CertificateStore></CredentialsSource>
                    <TLSExtensions xmlns="http://www.microsoft.com/provisioning/EapTlsConnectionPropertiesV2">
                      <FilteringInfo xmlns="http://www.microsoft.com/provisioning/EapTlsConnectionPropertiesV3">
                        <CAHashList Enabled="true"><IssuerHash>{Root} </IssuerHash></CAHashList>
                        <EKUMapping><EKUMap><EKUName>VPN</EKUName><EKUOID>1.3.6.1.4.1.311.42.1</EKUOID></EKUMap></EKUMapping>
                        <ClientAuthEKUList Enabled="true"><EKUMapInList><EKUName>VPN</EKUName></EKUMapInList></ClientAuthEKUList>
                      </FilteringInfo>
                    </TLSExtensions>
                  </EapType>
                </Eap>
                <EnableQuarantineChecks>false</EnableQuarantineChecks>
                <RequireCryptoBinding>true</RequireCryptoBinding>
                <PeapExtensions>
                  <PerformServerValidation xmlns="http://www.microsoft.com/provisioning/MsPeapConnectionPropertiesV2">true</PerformServerValidation>
                  <AcceptServerName xmlns="http://www.microsoft.com/provisioning/MsPeapConnectionPropertiesV2">true</AcceptServerName>
                  <IdentityPrivacy xmlns="http://www.microsoft.com/provisioning/MsPeapConnectionPropertiesV2">
                    <EnableIdentityPrivacy>true</EnableIdentityPrivacy><AnonymousUserName>outer</AnonymousUserName>
                  </IdentityPrivacy>
                </PeapExtensions>
              </EapType>
            </Eap>
          </Config>
        </EapHostConfig>
        """;

    [Fact]
    public void What_is_understood_becomes_keys_of_a_connection()
    {
        var profile = ProfileXml.Read(Profile($"<Configuration>{Peap}</Configuration>"));

        Assert.Equal(
            "host=vpn.example.test tunnel=sstp eapPins=5E2C6C7171EA5A7B9B25491C8D2B1C9A5F112233 eapServerNames=nps1.example.test;nps2.example.test "
            + "auth=peap-tls certificateIssuers=5E2C6C7171EA5A7B9B25491C8D2B1C9A5F112233 certificatePurposes=1.3.6.1.4.1.311.42.1 "
            + "requireCryptoBinding=true anonymousIdentity=outer defaultRoute=false routes=10.0.0.0/8 reconnect=true",
            string.Join(' ', profile.Settings.Select(setting => $"{setting.Key}={setting.Value}")));
    }

    [Fact]
    public void What_is_not_understood_is_named_with_its_line_and_nothing_else_is()
    {
        var finding = Assert.Single(ProfileXml.Read(Profile($"<Configuration>{Peap}</Configuration>")).Findings);

        Assert.Equal(new ProfileFinding(2, new ProfileFailure.NotUnderstood("TrustedNetworkDetection"), IsFatal: false), finding);
    }

    [Fact]
    [Scenario("C41", Linted = true)]
    public void That_Windows_would_offer_the_password_inside_is_said_and_no_obstacle()
    {
        var text = Profile($"<Configuration>{Peap}</Configuration>").Replace("</VPNProfile>", "<UseRasCredentials>true</UseRasCredentials></VPNProfile>", StringComparison.Ordinal);

        var finding = Assert.Single(ProfileXml.Read(text).Findings, finding => finding.Failure is ProfileFailure.OffersCredentialsInside);

        Assert.False(finding.IsFatal);
        Assert.Equal("inside-prompts", Assert.Single(Conclusion.Draw(Evidence.Of(finding.Failure, ScenarioPlace.Client)).Groups).Name);
    }

    [Fact]
    public void Whose_profile_keeps_the_password_outside_hears_nothing_of_it() => Assert.DoesNotContain(
        ProfileXml.Read(Profile("<Configuration/>").Replace("</VPNProfile>", "<UseRasCredentials>false</UseRasCredentials></VPNProfile>", StringComparison.Ordinal)).Findings,
        finding => finding.Failure is ProfileFailure.OffersCredentialsInside or ProfileFailure.NotUnderstood("UseRasCredentials"));

    [Fact]
    public void A_configuration_that_stands_there_as_text_is_read_as_well()
    {
        var escaped = Peap.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

        Assert.Equal("peap-tls", ProfileXml.Read(Profile($"<Configuration>{escaped}</Configuration>")).Find("auth"));
        Assert.Equal("peap-tls", ProfileXml.Read(Profile($"<Configuration><![CDATA[{Peap}]]></Configuration>")).Find("auth"));
    }

    [Fact]
    public void The_configuration_of_EAP_alone_is_a_profile_too() => Assert.Equal("peap-tls", ProfileXml.Read(Peap).Find("auth"));

    [Theory]
    [InlineData(">true</DisableUserPromptForServerValidation>", ">false</DisableUserPromptForServerValidation>", "CLIENT-208", 12)]
    [InlineData("nps1.example.test;nps2", "nps1.example.test; nps2", "CLIENT-209", 14)]
    [InlineData("nps1.example.test;nps2.example.test", "", "CLIENT-207", 14)]
    [InlineData("5e 2c 6c", "5e 2c", "CLIENT-206", 15)]
    [InlineData("<RequireCryptoBinding>true", "<RequireCryptoBinding>false", "CLIENT-212", 33)]
    [InlineData("\">true</PerformServerValidation>", "\">false</PerformServerValidation>", "CLIENT-205", 35)]
    [InlineData("<Type>13</Type>", "<Type>21</Type>", "CLIENT-204", 20)]
    [InlineData("<EKUMapping>", "<AllPurposeEnabled>true</AllPurposeEnabled><EKUMapping>", "CLIENT-210", 26)]
    [InlineData("<RequireCryptoBinding>true", "<RequireCryptoBinding>yes", "CLIENT-215", 33)]
    [Scenario("C05", Linted = true)]
    [Scenario("C08", Linted = true)]
    [Scenario("C13", Linted = true)]
    public void What_would_fail_or_let_in_a_wrong_server_is_said_where_it_stands(string right, string wrong, string code, int line)
    {
        var changed = Peap.Replace(right, wrong, StringComparison.Ordinal);
        Assert.NotEqual(Peap, changed);

        Assert.Contains(ProfileXml.Read(changed).Findings, finding => finding.IsFatal && finding.Failure.Code == code && finding.Line == line);
    }

    [Theory]
    [InlineData("<NativeProtocolType>IKEv2</NativeProtocolType>", "CLIENT-203")]
    [InlineData("<NativeProtocolType>PPTP</NativeProtocolType>", "CLIENT-203")]
    public void A_tunnel_of_another_kind_is_named(string type, string code)
    {
        var profile = ProfileXml.Read($"<VPNProfile><NativeProfile><Servers>a.test;a.test</Servers>{type}</NativeProfile></VPNProfile>");

        Assert.Equal(code, Assert.Single(profile.Findings).Failure.Code);
    }

    [Theory]
    [InlineData("<VPNProfile/>", "CLIENT-211")]
    [InlineData("<VPNProfile><NativeProfile/></VPNProfile>", "CLIENT-211")]
    [InlineData("<EapHostConfig/>", "CLIENT-211")]
    [InlineData("<VPNProfile><NativeProfile><Servers>a</Servers></NativeProfile><Route><Address>10.0.0.1</Address></Route></VPNProfile>", "CLIENT-215")]
    public void What_is_missing_is_said(string text, string code) =>
        Assert.Contains(ProfileXml.Read(text).Findings, finding => finding.Failure.Code == code && finding.IsFatal);

    [Theory]
    [InlineData("")]
    [InlineData("host: vpn.example.test")]
    [InlineData("<VPNProfile>")]
    [InlineData("<Other/>")]
    [InlineData("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><VPNProfile>&x;</VPNProfile>")]
    public void What_is_no_profile_is_refused(string text) =>
        Assert.IsType<ProfileFailure.FileUnreadable>(Assert.Throws<ProfileException>(() => ProfileXml.Read(text)).Failure);

    [Fact]
    public void Neither_length_nor_depth_is_without_end()
    {
        var deep = string.Concat(Enumerable.Repeat("<a>", 100)) + string.Concat(Enumerable.Repeat("</a>", 100));

        Assert.Throws<ProfileException>(() => ProfileXml.Read(deep));
        Assert.Throws<ProfileException>(() => ProfileXml.Read($"<VPNProfile>{new string(' ', XmlPart.MaxLength)}</VPNProfile>"));
    }

    private static string Profile(string eap) => $"""
        <VPNProfile>
          <TrustedNetworkDetection>corp.example.test</TrustedNetworkDetection>
          <AlwaysOn>true</AlwaysOn>
          <NativeProfile>
            <Servers>vpn.example.test;vpn.example.test</Servers>
            <RoutingPolicyType>SplitTunnel</RoutingPolicyType>
            <NativeProtocolType>Automatic</NativeProtocolType>
            <DisableClassBasedDefaultRoute>true</DisableClassBasedDefaultRoute>
            <Authentication><UserMethod>Eap</UserMethod><Eap>{eap}</Eap></Authentication>
          </NativeProfile>
          <Route><Address>10.0.0.0</Address><PrefixSize>8</PrefixSize></Route>
        </VPNProfile>
        """;
}
