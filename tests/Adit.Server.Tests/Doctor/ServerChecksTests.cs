using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Adit.Access.Policies;
using Adit.Diagnosis.Findings;
using Adit.Linux.Sockets;
using Adit.Server.Configuration;
using Adit.Server.Control;
using Adit.Server.Doctor;
using Adit.Server.Hosting;
using Adit.Storage.Sqlite;

namespace Adit.Server.Tests.Doctor;

public sealed class ServerChecksTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_denial_behind_an_allowance_for_all_is_bad() =>
        Assert.Equal(("DOC-113", FindingState.Bad), Only(PolicyCheck.Judge(Of(Policy("all"), Policy("guests", grants: false, group: "guests")), null)));

    [Fact]
    public void A_denial_behind_an_allowance_for_others_is_to_be_minded() =>
        Assert.Equal(("DOC-113", FindingState.Warning), Only(PolicyCheck.Judge(Of(Policy("staff", group: "staff"), Policy("guests", grants: false, group: "guests")), null)));

    [Fact]
    public void A_policy_behind_a_broader_one_never_decides() =>
        Assert.Equal(("DOC-112", FindingState.Warning), Only(PolicyCheck.Judge(Of(Policy("all"), Policy("staff", group: "staff")), null)));

    [Fact]
    public void A_policy_for_a_group_without_accounts_never_decides() =>
        Assert.Equal(("DOC-112", FindingState.Warning), Only(PolicyCheck.Judge(Of(Policy("staff", group: "staf")), new HashSet<string> { "staff" })));

    [Fact]
    public void A_denial_before_the_allowance_is_well() =>
        Assert.Equal((null, FindingState.Good), Only(PolicyCheck.Judge(Of(Policy("guests", grants: false, group: "guests"), Policy("all")), null)));

    [Fact]
    public void An_account_that_enters_by_itself_is_named_where_a_policy_denies()
    {
        AccountView[] accounts = [new("anna", true, null, Now, "any") { Permission = "allow" }];

        Assert.Equal("DOC-128", Assert.Single(PolicyCheck.JudgeAccounts(Of(Policy("guests", grants: false)), accounts)).Code);
        Assert.Empty(PolicyCheck.JudgeAccounts(Of(Policy("all")), accounts));
    }

    [Fact]
    public void A_policy_that_is_called_a_denial_and_grants_is_named() =>
        Assert.Equal(("DOC-131", FindingState.Warning), Only(PolicyCheck.Judge(Of(Policy("Deny all")), null)));

    [Fact]
    public void A_policy_that_asks_servers_that_are_not_there_is_bad() => Assert.Equal("A58", Assert.Single(Assert.Single(PolicyCheck.JudgeTargets(Configuration(
        "policies: { connection: [ { name: all, authenticate: remote, remoteGroup: nosuch } ] }"))).Scenarios).Id);

    [Theory]
    [InlineData("access: { eap: [ tls ] }", true)]
    [InlineData("access: { eap: [ peap ], peap: { inner: [ tls ] } }", true)]
    [InlineData("access: { eap: [ mschapv2 ] }", false)]
    [InlineData("access: { eap: [ tls ] }\neapTls: { purposes: [ 1.3.6.1.4.1.32473.1 ] }", false)]
    [Scenario("C12", Linted = true)]
    public void Certificates_of_others_that_are_for_anything_are_minded_where_they_open_the_VPN(string yaml, bool isNamed)
    {
        StoredView other = new("ntauth", "CN=Corp", "CN=Corp", Now, Now, "00", false, false, false);

        Assert.Equal(isNamed, SignInCheck.Judge(Configuration(yaml), [other]).Any(finding => finding.Code == "DOC-132"));
        Assert.Empty(SignInCheck.Judge(Configuration(yaml), []));
    }

    [Fact]
    [Scenario("C25", Linted = true)]
    public void A_certificate_that_is_shut_out_at_another_gateway_and_not_here_is_bad()
    {
        StoredView Stored(string sha256) => new("untrusted", $"CN={sha256}", "CN=Corp", Now, Now, sha256, false, false, true);

        var finding = Assert.Single(GatewayCheck.Judge("other.json", [Stored("AA")], [Stored("aa"), Stored("BB")]));

        Assert.Equal(("DOC-133", FindingState.Bad, "C25"), (finding.Code, finding.State, Assert.Single(finding.Scenarios).Id));
        Assert.Contains("CN=BB", finding.Evidence, StringComparison.Ordinal);
        Assert.Equal(FindingState.Warning, Assert.Single(GatewayCheck.Judge("other.json", [Stored("AA")], [])).State);
        Assert.Equal(FindingState.Good, Assert.Single(GatewayCheck.Judge("other.json", [Stored("AA")], [Stored("AA")])).State);
    }

    [Theory]
    [InlineData(null, "/var/lib/adit/adit.yaml", null)]
    [InlineData(null, "/etc/adit.yaml", "/etc/adit.yaml")]
    [InlineData("mine.yaml", "/etc/adit.yaml", "mine.yaml")]
    public void A_server_without_a_configuration_of_its_own_is_missing_none(string? named, string inForce, string? looked) =>
        Assert.Equal(looked, ServerDoctor.OptionsOf(new UpOptions([], named, "/var/lib/adit"), inForce).ConfigurationFile);

    [Fact]
    public void A_pool_of_addresses_that_hosts_give_themselves_is_bad() =>
        Assert.Equal("DOC-111", Assert.Single(PoolCheck.Judge(Configuration("pool: 169.254.7.0/24"))).Code);

    [Fact]
    public void Without_NAT_others_need_a_way_back() => Assert.Equal("DOC-109", Assert.Single(PoolCheck.Judge(Configuration("nat: off"))).Code);

    [Fact]
    public void Nothing_at_a_port_is_no_other_program_at_it()
    {
        var endPoint = IPEndPoint.Parse("192.0.2.1:443");

        Assert.Equal("DOC-102", Assert.Single(ListenerCheck.Judge(endPoint, [new(IPEndPoint.Parse("192.0.2.2:443"), "1")], isRunning: true)).Code);
        Assert.Equal("DOC-103", Assert.Single(ListenerCheck.Judge(endPoint, [new(IPEndPoint.Parse("0.0.0.0:443"), "1")], isRunning: false)).Code);
    }

    [Theory]
    [InlineData("DOC-137", "[::]:8443")]
    [InlineData(null, "[::]:8443", "192.0.2.1:443")]
    public void A_server_that_is_not_at_the_port_that_clients_dial_is_to_be_minded(string? code, params string[] listen) =>
        Assert.Equal(code, ListenerCheck.JudgePorts([.. listen.Select(IPEndPoint.Parse)]).SingleOrDefault()?.Code);

    [Fact]
    public void What_is_packed_for_others_has_no_arguments_of_other_programs()
    {
        var packed = SupportBundle.WithoutArguments((JsonObject)JsonNode.Parse("""{"names":["a"],"certificateHook":{"run":["/usr/bin/tell","--token","S3cret"]}}""")!);

        Assert.Equal("""{"names":["a"],"certificateHook":{"run":["/usr/bin/tell","(arguments left out)"]}}""", packed.ToJsonString());
    }

    [Fact]
    [Scenario("B21", Linted = true)]
    public async Task A_certificate_that_is_bound_and_in_no_store_is_bad()
    {
        var snapshot = ConfigurationSnapshot.Defaults with { Configuration = Configuration($"certificates: [ {{ store: {new string('A', 64)} }} ]") };

        var found = await new CertificateCheck().RunAsync(new ServerSight(new UpOptions([], null, "/nowhere"), snapshot, null, null, Now), TestContext.Current.CancellationToken);

        Assert.Equal(("PKI-158", "B21"), (Assert.Single(found).Code, Assert.Single(found[0].Scenarios).Id));
    }

    [Fact]
    public void A_server_on_the_loopback_alone_is_to_be_minded() => Assert.Equal(
        "DOC-124", Assert.Single(ListenerCheck.Judge(IPEndPoint.Parse("127.0.0.1:443"), [new(IPEndPoint.Parse("127.0.0.1:443"), "nobody's")], isRunning: true)).Code);

    [Fact]
    public void Forwarding_that_is_off_is_bad_only_while_the_server_runs()
    {
        Assert.Equal("DOC-107", ForwardingCheck.Judge(new ServerConfiguration(), isRunning: true, "0").Code);
        Assert.Equal(FindingState.Good, ForwardingCheck.Judge(new ServerConfiguration(), isRunning: false, "0").State);
        Assert.Equal("DOC-123", ForwardingCheck.Judge(new ServerConfiguration { Reach = ClientReach.Server }, isRunning: true, "0").Code);
    }

    [Fact]
    public void A_clock_that_nobody_keeps_or_that_is_far_from_the_hardware_is_to_be_minded()
    {
        Assert.Equal("DOC-114", ClockCheck.Judge(false, null, Now).Code);
        Assert.Equal("DOC-114", ClockCheck.Judge(true, Now.AddHours(1), Now).Code);
        Assert.Equal(FindingState.Good, ClockCheck.Judge(true, Now.AddSeconds(10), Now).State);
    }

    [Fact]
    public void A_RADIUS_server_whose_answers_are_dropped_has_another_secret()
    {
        Assert.Equal("DOC-117", RadiusCheck.Judge("office", new RadiusProbeView("192.0.2.1:1812", null), wasDropped: true).Code);
        Assert.Equal("DOC-116", RadiusCheck.Judge("office", new RadiusProbeView("192.0.2.1:1812", null), wasDropped: false).Code);
    }

    [Fact]
    public void A_list_that_cannot_be_read_is_unknown() => Assert.Equal(FindingState.Unknown, RevocationListCheck.Judge("issuing.crl", new byte[] { 1 }, Now).State);

    [Fact]
    public void Little_room_is_to_be_minded_and_none_is_bad()
    {
        Assert.Equal(("DOC-119", FindingState.Warning), Only([DiskCheck.Judge("/", 400)]));
        Assert.Equal(("DOC-119", FindingState.Bad), Only([DiskCheck.Judge("/", 3)]));
    }

    [Fact]
    public void Offloads_that_the_kernel_refuses_are_to_be_minded_and_named()
    {
        var finding = OffloadCheck.Judge(["TcpOverIpv6", "Udp"]);

        Assert.Equal(("DOC-138", FindingState.Warning), Only([finding]));
        Assert.Contains("TcpOverIpv6, Udp", finding.Evidence, StringComparison.Ordinal);
        Assert.Equal(FindingState.Good, OffloadCheck.Judge([]).State);
    }

    [Fact]
    public void A_kernel_without_super_packets_of_datagrams_is_well() =>
        Assert.Equal((null, FindingState.Good), Only([OffloadCheck.Judge(["Udp"])]));

    [Fact]
    public void A_list_of_the_revoked_that_has_ended_is_bad_and_who_is_on_it_is_named()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=CA", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using var authority = request.CreateSelfSigned(Now.AddDays(-9), Now.AddDays(9));
        using var revoked = new CertificateRequest("CN=revoked", key, HashAlgorithmName.SHA256).Create(authority, Now.AddDays(-9), Now.AddDays(9), [1]);
        using var other = new CertificateRequest("CN=other", key, HashAlgorithmName.SHA256).Create(authority, Now.AddDays(-9), Now.AddDays(9), [2]);
        var builder = new CertificateRevocationListBuilder();
        builder.AddEntry(revoked, Now.AddDays(-2));
        var list = builder.Build(authority, 1, Now.AddDays(-1), HashAlgorithmName.SHA256, thisUpdate: Now.AddDays(-3));

        Assert.Equal(("DOC-115", FindingState.Bad), Only([RevocationListCheck.Judge("issuing.crl", list, Now)]));
        Assert.Equal((null, FindingState.Good), Only([RevocationListCheck.Judge("issuing.crl", list, Now.AddDays(-2))]));
        Assert.Equal("PKI-111", Assert.Single(RevocationListCheck.FindRevoked(revoked, "issuing.crl", list)).Code);
        Assert.Empty(RevocationListCheck.FindRevoked(other, "issuing.crl", list));
    }

    [Fact]
    public async Task A_database_that_is_damaged_is_bad()
    {
        var folder = Directory.CreateTempSubdirectory("adit-doctor-").FullName;
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, SqliteDatabase.FileName), [.. "SQLite format 3\0"u8, .. Enumerable.Repeat((byte)0xff, 8192)], TestContext.Current.CancellationToken);
            var sight = new ServerSight(new UpOptions([], null, folder), ConfigurationSnapshot.Defaults, null, null, Now);

            Assert.Equal(("DOC-118", FindingState.Bad), Only(await new DatabaseCheck().RunAsync(sight, TestContext.Current.CancellationToken)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_full_server_and_an_empty_pool_are_bad()
    {
        Assert.Equal(("DOC-120", FindingState.Bad), Only([CapacityCheck.JudgeSessions(2, new ServerLimits { Sessions = 2 })]));
        Assert.Equal(("DOC-121", FindingState.Bad), Only([.. CapacityCheck.JudgePool(new PoolView("10.0.0.0/30", 1, 0))]));
        Assert.Empty(CapacityCheck.JudgePool(new PoolView("dhcp on eth0", 1, null)));
    }

    [Fact]
    public void Keys_that_differ_from_those_in_force_are_named() => Assert.Equal(["mtu", "access.maxFailures"], ReloadCheck.FindDifferences(
        Tree("""{"mtu":1400,"dns":["10.0.0.1"],"access":{"maxFailures":5,"idleTimeout":null}}"""),
        Tree("""{"mtu":1300,"dns":["10.0.0.1"],"access":{"maxFailures":6,"idleTimeout":null}}"""), ""));

    private static JsonObject Tree(string json) => (JsonObject)JsonNode.Parse(json)!;

    private static (string? Code, FindingState State) Only(IReadOnlyList<Finding> findings)
    {
        var finding = Assert.Single(findings);
        return (finding.Code, finding.State);
    }

    private static ServerConfiguration Configuration(string yaml) => ConfigurationReader.ReadWhole("adit.yaml", yaml).Configuration;

    private static PolicySet Of(params NetworkPolicy[] policies) => new() { Network = policies };

    private static NetworkPolicy Policy(string name, bool grants = true, string? group = null) => new()
    {
        Name = name, Grants = grants, Conditions = group is null ? [] : [new Condition.Groups("groups", [group], null)],
    };
}
