using System.Net;
using Adit.Protocols.Proxy;
using Adit.Server.Configuration;
using Adit.Server.Tests.Support;

namespace Adit.Server.Tests.Listeners;

public sealed class ProxyProtocolTests
{
    private static readonly IPEndPoint _client = IPEndPoint.Parse("192.0.2.7:50123");

    [Fact]
    public async Task The_session_bears_the_address_that_the_balancer_names()
    {
        await using var server = await StartAsync();
        await using (var call = await ScriptedCall.GreetAsync(server, header: Header(_client)))
        {
            await call.ReachAsync(Protocols.Calls.CallStage.Open);
            await Eventually.BecomesTrueAsync("it is open", () => server.Sessions.Count == 1);
            Assert.Equal(_client, Assert.Single(server.Sessions.Open).Peer);
        }

        var attempt = Assert.Single(await server.AttemptsAsync());
        Assert.Equal("192.0.2.7", Assert.Single(await server.Books.ListLastAsync(9, CancellationToken.None)).CallingStationId);
        Assert.Equal(_client.ToString(), attempt.Peer);
        Assert.StartsWith("127.0.0.1:", attempt.Facts.First(fact => fact.Name == "balancer").Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_limit_per_address_counts_clients_and_not_their_balancer()
    {
        await using var server = await StartAsync(limits => limits with { HalfOpenPerAddress = 1 });
        await using var first = await ConnectAsync(server, Header(_client));
        await Eventually.BecomesTrueAsync("it has a place", () => server.HalfOpen.Count == 1);
        await using var another = await ConnectAsync(server, Header(IPEndPoint.Parse("192.0.2.8:1")));
        await Eventually.BecomesTrueAsync("both have a place", () => server.HalfOpen.Count == 2);

        await using (var again = await ConnectAsync(server, Header(_client)))
            Assert.Empty(await again.ReadToEndAsync());

        await first.DisposeAsync();
        await another.DisposeAsync();
        Assert.Single(await server.AttemptsAsync(), attempt => attempt.FailureCode == "NET-107" && attempt.Peer == _client.ToString());
    }

    [Fact]
    public async Task A_header_in_pieces_together_with_the_start_of_TLS_is_taken()
    {
        await using var server = await StartAsync();
        await using var client = await RawClient.ConnectAsync(server);
        foreach (var octet in Header(_client))
            await client.SendAsync(new[] { octet });

        await client.StartTlsAsync();

        await client.SendAsync("GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 ", await client.ReadHeadAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no header at all")]
    [InlineData("PROXY TCP4 192.0.2.7 192.0.2.1 50123 443\r\n")]
    public async Task What_is_no_header_of_version_2_is_refused_by_name(string sent)
    {
        await using var server = await StartAsync();
        await using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync(sent);

        Assert.Empty(await client.ReadToEndAsync());
        Assert.Equal("NET-111", await server.FailureCodeAsync());
    }

    [Fact]
    public async Task A_balancer_that_sends_no_header_is_cut_off_after_the_handshake_time()
    {
        await using var server = await StartAsync(limits => limits with { HandshakeTime = TimeSpan.FromMilliseconds(300) });
        await using var client = await RawClient.ConnectAsync(server);

        Assert.Empty(await client.ReadToEndAsync());

        Assert.Equal("NET-110", await server.FailureCodeAsync());
    }

    [Fact]
    public async Task A_check_of_the_balancers_own_leaves_no_record()
    {
        await using var server = await StartAsync();
        await using (await ConnectAsync(server, Convert.FromHexString("0D0A0D0A000D0A515549540A20000000")))
            await Eventually.BecomesTrueAsync("it has a place", () => server.HalfOpen.Count == 1);
        await using (await RawClient.ConnectAsync(server))
            await Eventually.BecomesTrueAsync("so has a check that only connects", () => server.HalfOpen.Count >= 1);

        Assert.Empty(await server.AttemptsAsync());
    }

    [Fact]
    public async Task A_header_from_anybody_else_is_what_it_is_not_TLS()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await ConnectAsync(server, Header(_client));

        Assert.Empty(await client.ReadToEndAsync());

        Assert.Equal("NET-102", await server.FailureCodeAsync());
    }

    internal static byte[] Header(IPEndPoint client)
    {
        var header = new ProxyHeader(IsLocal: false, ProxyHeader.Tcp4, client, IPEndPoint.Parse("192.0.2.1:443"), default);
        var bytes = new byte[header.Length];
        header.Write(bytes);
        return bytes;
    }

    private static Task<TestServer> StartAsync(Func<ServerLimits, ServerLimits>? change = null) => TestServer.StartAsync(configuration => configuration with
    {
        ProxyProtocol = new ProxyProtocolOptions { From = new AddressPrefixes([IPNetwork.Parse("127.0.0.1/32")]) },
        Limits = change?.Invoke(configuration.Limits) ?? configuration.Limits,
    });

    private static async Task<RawClient> ConnectAsync(TestServer server, byte[] header)
    {
        var client = await RawClient.ConnectAsync(server);
        await client.SendAsync(header);
        return client;
    }
}
