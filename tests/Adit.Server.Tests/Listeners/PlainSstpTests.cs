using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Protocols.Calls;
using Adit.Server.Configuration;
using Adit.Server.Listeners;
using Adit.Server.Tests.Sessions;
using Adit.Server.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Adit.Server.Tests.Listeners;

public sealed class PlainSstpTests
{
    [Fact]
    public async Task A_call_over_a_connection_without_TLS_carries_packets_both_ways()
    {
        await using var server = await StartAsync();
        await using var call = await ScriptedCall.GreetAsync(await RawClient.ConnectAsync(server), seen: TestCertificate.Served.Leaf);
        await call.ReachAsync(CallStage.Open);
        await Eventually.BecomesTrueAsync("the server has opened it too", () => server.Sessions.Count == 1);
        var packet = CallTests.From(call.Settings!.Client);

        await call.SendPacketAsync(packet);
        Assert.Single(server.Sessions.Open).Driver.SendPacket(packet);

        await Eventually.BecomesTrueAsync("the packet came", () => !server.Packets.IsEmpty);
        await call.PlayAsync(() => call.Packets.Count > 0);
        Assert.Equal(packet, call.Packets[0]);
        Assert.Null(Assert.Single(server.Sessions.Open).TlsVersion);
    }

    [Fact]
    public async Task A_client_may_have_seen_any_of_the_certificates()
    {
        await using var server = await StartAsync();
        await using var call = await ScriptedCall.GreetAsync(await RawClient.ConnectAsync(server), seen: TestCertificate.Ca.Certificate);

        await call.ReachAsync(CallStage.Open);

        Assert.Equal(CallStage.Open, call.Stage);
    }

    [Fact] // row B23
    public async Task A_client_that_has_seen_another_certificate_is_refused_however_right_its_password()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = new CertificateRequest("CN=In the middle", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await using var server = await StartAsync();
        await using (var call = await ScriptedCall.GreetAsync(await RawClient.ConnectAsync(server), seen: other))
            await call.ReachAsync(CallStage.Closed);

        Assert.Equal("SSTP-303", await server.FailureCodeAsync());
    }

    [Fact]
    public async Task Somebody_who_is_no_balancer_is_refused_by_name()
    {
        await using var server = await StartAsync("192.0.2.0/24");
        await using var client = await RawClient.ConnectAsync(server);

        Assert.Empty(await client.ReadToEndAsync());

        Assert.Equal("NET-112", await server.FailureCodeAsync());
    }

    [Fact]
    public async Task TLS_on_this_port_is_refused_by_name()
    {
        await using var server = await StartAsync();
        await using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync(new byte[] { 22, 3, 1, 0, 100, 1 });

        Assert.Empty(await client.ReadToEndAsync());
        Assert.Equal("NET-113", await server.FailureCodeAsync());
    }

    [Fact]
    public async Task A_balancers_health_check_is_answered_and_one_that_only_connects_leaves_no_record()
    {
        await using var server = await StartAsync();
        await using (var check = await RawClient.ConnectAsync(server))
        {
            await check.SendAsync("GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            Assert.StartsWith("HTTP/1.1 200 ", await check.ReadHeadAsync(), StringComparison.Ordinal);
        }

        await using (await RawClient.ConnectAsync(server))
            await Eventually.BecomesTrueAsync("it has a place", () => server.HalfOpen.Count == 1);

        Assert.Empty(await server.AttemptsAsync());
    }

    [Fact]
    public async Task A_PROXY_header_on_this_port_names_the_client()
    {
        var client = IPEndPoint.Parse("192.0.2.7:50123");
        await using var server = await TestServer.StartAsync(configuration => WithPlain(configuration, "127.0.0.1/32") with
        {
            ProxyProtocol = new ProxyProtocolOptions { From = new AddressPrefixes([IPNetwork.Parse("127.0.0.1/32")]) },
        });
        await using var raw = await RawClient.ConnectAsync(server);
        await raw.SendAsync(ProxyProtocolTests.Header(client));

        await using var call = await ScriptedCall.GreetAsync(raw, seen: TestCertificate.Served.Leaf);
        await call.ReachAsync(CallStage.Open);

        await Eventually.BecomesTrueAsync("it is open", () => server.Sessions.Count == 1);
        Assert.Equal(client, Assert.Single(server.Sessions.Open).Peer);
    }

    [Fact]
    public void A_certificate_that_is_renewed_in_its_file_counts_from_the_next_connection_on()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("adit-balancer-").FullName, "balancer.pem");
        File.WriteAllText(path, TestCertificate.Ca.Certificate.ExportCertificatePem());
        var certificates = new BalancerCertificates(NullLogger.Instance);
        var before = Assert.Single(certificates.Of([path])).Sha256;

        File.WriteAllText(path, TestCertificate.Served.Leaf.ExportCertificatePem() + "\n" + TestCertificate.Ca.Certificate.ExportCertificatePem());
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(1));

        var after = Assert.Single(certificates.Of([path])).Sha256;
        File.WriteAllText(path, "garbage");
        Assert.Equal(after, Assert.Single(certificates.Of([path])).Sha256);
        Assert.Equal(SHA256.HashData(TestCertificate.Served.Leaf.RawData), after);
        Assert.Equal(SHA256.HashData(TestCertificate.Ca.Certificate.RawData), before);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    private static Task<TestServer> StartAsync(string from = "127.0.0.0/8") =>
        TestServer.StartAsync(configuration => WithPlain(configuration, from));

    private static ServerConfiguration WithPlain(ServerConfiguration configuration, string from) => configuration with
    {
        PlainSstp = new PlainSstpOptions { From = new AddressPrefixes([IPNetwork.Parse(from)]) },
    };
}
