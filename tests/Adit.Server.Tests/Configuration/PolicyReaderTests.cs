using System.Text.Json.Nodes;
using Adit.Access.Policies;
using Adit.Protocols.Eap;
using Adit.Protocols.Radius;
using Adit.Server.Configuration;

namespace Adit.Server.Tests.Configuration;

public sealed class PolicyReaderTests
{
    [Fact]
    public void Filters_are_kept_by_their_names()
    {
        var filters = ConfigurationReader.Read("adit.yaml", "policies:\n  filters:\n    - name: std\n      filters:\n        - { default: drop, rules: [ { destination: 10.1.0.0/16 } ] }\n").Policies.Filters;

        Assert.Equal(2, filters.Find("std")!.Count); // one for each family
        Assert.Null(filters.Find("std.out"));
    }

    [Theory]
    [InlineData("- { filters: [ { default: drop } ] }")]
    [InlineData("- { name: std }")]
    [InlineData("- { name: std, filters: [ { default: drop } ] }\n    - { name: std, filters: [ { default: drop } ] }")]
    public void A_filter_needs_a_name_of_its_own_and_something_to_do(string filters) => Assert.Throws<ConfigurationException>(
        () => ConfigurationReader.Read("adit.yaml", $"policies:\n  filters:\n    {filters}\n"));

    private const string Sample = """
        policies:
          connection:
            - name: Partner
              conditions: { userName: '@partner\.example$' }
              authenticate: remote
              remoteGroup: partner
            - name: Here
              userName:
                - { find: '^(.*)@example\.com$', replace: 'EXAMPLE\$1' }
          network:
            - name: Contractors
              conditions:
                windowsGroups: contractors
                nasPortType: [ virtual, 15 ]
                clientIpv4Address: 10.0.0.0/8
              permission: deny
            - name: Staff
              ignoreDialIn: true
              conditions: { dayAndTime: 'mon-fri 08:00-18:00' }
              constraints:
                authenticationMethods: [ mschapv2, eap ]
                eapTypes: [ mschapv2, gtc ]
                sessionTimeout: 8h
                idleTimeout: 30m
              settings:
                filters:
                  - default: drop
                    rules:
                      - { protocol: tcp, destination: 10.1.0.0/16, destinationPort: 443 }
                      - { protocol: icmp, icmpType: 8 }
                routes: [ 10.1.0.0/16, 'fd00::/8' ]
                dns: 10.1.0.53
                framedMtu: 1300
                sessionsPerUser: 2
                encryptionPolicy: required
                encryptionTypes: [ 40-bit, 56-bit, 128-bit ]
                class: staff
                interimInterval: 10m
                uploadRate: 512k
                downloadRate: 1.5G
          tests:
            - name: Staff at noon
              user: anna
              groups: staff
              expect: { decision: accept, policy: Staff, connectionPolicy: Here }
            - name: Nobody at night
              user: anna
              at: tue 23:00
              expect: { decision: reject, reason: 48 }
            - name: Partners are asked for
              user: bob@partner.example
              expect: { connectionPolicy: Partner }
        """;

    [Fact]
    public void Policies_are_read_whole()
    {
        var policies = ConfigurationReader.Read("adit.yaml", Sample).Policies;

        Assert.Equal((ConnectionTarget.Remote, "partner", ConnectionTarget.Local),
            (policies.Connection[0].Authenticate, policies.Connection[0].RemoteGroup, policies.Connection[1].Authenticate));
        Assert.Equal("EXAMPLE\\anna", policies.Connection[1].Rename("anna@example.com"));
        Assert.Equal(["windowsGroups: contractors", "nasPortType: virtual or 15", "clientIpv4Address: 10.0.0.0/8"],
            policies.Network[0].Conditions.Select(condition => $"{condition.Name}: {condition.Wanted}"));
        Assert.Equal((false, true), (policies.Network[0].Grants, policies.Network[1].Grants));
        var staff = policies.Network[1];
        Assert.Equal([EapType.MsChapV2, EapType.GenericTokenCard], staff.EapTypes);
        Assert.Equal((TimeSpan.FromHours(8), TimeSpan.FromMinutes(30), true, "staff"), (staff.SessionTimeout, staff.IdleTimeout, staff.IgnoresDialIn, staff.Class));
        Assert.Equal((1300u, 2u, 2u, 14u, TimeSpan.FromMinutes(10)),
            (staff.Settings.Mtu, staff.Settings.SessionsPerUser, staff.Settings.EncryptionPolicy, staff.Settings.EncryptionTypes, staff.Settings.InterimInterval));
        Assert.Equal((512_000u, 1_500_000_000u), (staff.Settings.UploadRate, staff.Settings.DownloadRate));
        Assert.Equal(3, policies.Tests.Count);
    }

    [Fact]
    public void A_filter_that_drops_the_rest_drops_it_of_both_families()
    {
        var filters = ConfigurationReader.Read("adit.yaml", Sample).Policies.Network[1].Settings.Filters;

        Assert.Equal(["tcp to 10.1.0.0/16 to port 443", "icmp type 8"], filters[0].Rules.Select(rule => rule.ToText(isIpv6: false)));
        Assert.True(filters[1] is { IsIpv6: true, DropsOthers: true });
    }

    [Fact]
    public void What_is_shown_reads_back_as_the_same_policies()
    {
        var tree = Show(Sample);

        Assert.True(JsonNode.DeepEquals(tree, Show(EffectiveConfiguration.ToYaml(tree))), EffectiveConfiguration.ToYaml(tree));
        Assert.Equal("contractors", (string?)tree["policies"]!["network"]![0]!["conditions"]!["windowsGroups"]![0]);
    }

    [Fact]
    public void Without_policies_there_is_one_that_lets_every_account_in() =>
        Assert.Equal(PolicySet.Default.Network, ConfigurationReader.Read("adit.yaml", "").Policies.Network);

    [Theory]
    [InlineData("network: [ { name: A }, { name: A } ]", "another one is called 'A' already")]
    [InlineData("network: [ { } ]", "a network policy needs a name")]
    [InlineData("network: [ { name: A, conditions: { userName: a } } ]", "unknown key 'userName'")]
    [InlineData("network: [ { name: A, conditions: { windowsGroup: a } } ]", "unknown key 'windowsGroup'")]
    [InlineData("network: [ { name: A, conditions: { dayAndTime: 'always' } } ]", "expected hours such as")]
    [InlineData("network: [ { name: A, conditions: { callingStationId: '(' } } ]", "expected a regular expression")]
    [InlineData("network: [ { name: A, conditions: { nasPortType: carrier-pigeon } } ]", "expected async, sync, isdn, virtual")]
    [InlineData("network: [ { name: A, settings: { filters: [ { rules: [ { destinationPort: 1 } ] } ] } } ]", "only tcp and udp have ports")]
    [InlineData("network: [ { name: A, settings: { uploadRate: 10k } } ]", "expected bits a second from 64k to 4G")]
    [InlineData("network: [ { name: A, settings: { uploadRate: 5G } } ]", "expected bits a second from 64k to 4G")]
    [InlineData("network: [ { name: A, settings: { downloadRate: -1M } } ]", "expected bits a second from 64k to 4G")]
    [InlineData("network: [ { name: A, settings: { filters: [ { }, { } ] } } ]", "there are two filters for one direction")]
    [InlineData("network: [ { name: A, settings: { filters: [ { rules: [ { source: 10.0.0.0/8, destination: 'fd00::/8' } ] } ] } } ]", "of different families")]
    [InlineData("connection: [ { name: A, authenticate: remote } ]", "belong together")]
    [InlineData("connection: [ { name: A, userName: [ { replace: b } ] } ]", "needs 'find'")]
    [InlineData("tests: [ { name: A, user: anna } ]", "a test needs 'expect'")]
    [InlineData("tests: [ { name: A, user: anna, expect: { decision: reject } } ]", "the test 'A' expects reject, and gets accept by '(all accounts)'")]
    public void What_is_wrong_is_told(string policies, string problem)
    {
        var fault = Assert.Throws<ConfigurationException>(() => ConfigurationReader.Read("adit.yaml", $"policies: {{ {policies} }}"));

        Assert.Contains(problem, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_that_no_answer_could_carry_are_refused()
    {
        var rules = string.Join(", ", Enumerable.Range(1, 50).Select(port => $"{{ protocol: tcp, destinationPort: {port} }}"));

        var fault = Assert.Throws<ConfigurationException>(() => ConfigurationReader.Read(
            "adit.yaml", $"policies: {{ network: [ {{ name: A, settings: {{ filters: [ {{ rules: [ {rules} ] }} ] }} }} ] }}"));

        Assert.Contains("more than one answer can carry", fault.Message, StringComparison.Ordinal);
    }

    private static JsonObject Show(string text) => EffectiveConfiguration.ToTree(ConfigurationReader.ReadWhole("adit.yaml", text).Keys);
}
