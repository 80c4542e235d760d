using System.Text;
using Adit.Protocols.Sstp;
using Adit.Server.Configuration;
using Adit.Server.Tests.Support;

namespace Adit.Server.Tests.Listeners;

public sealed class HeaderTests
{
    private static readonly string Request = Encoding.ASCII.GetString(SstpHttpRequest.Write("vpn.example.com", Guid.Empty));

    [Fact]
    public async Task A_client_silent_after_TLS_is_gone_after_the_header_time()
    {
        await using var server = await TestServer.StartAsync(limits => limits with { HeaderTime = TimeSpan.FromMilliseconds(300) });
        await using var client = await RawClient.ConnectTlsAsync(server);

        Assert.Empty(await client.ReadToEndAsync());

        Assert.Equal("NET-104", await server.FailureCodeAsync());
    }

    [Fact]
    public async Task A_header_that_dribbles_in_is_cut_off_and_its_bytes_are_told()
    {
        await using var server = await TestServer.StartAsync(limits => limits with { HeaderTime = TimeSpan.FromSeconds(2) });
        await using var client = await RawClient.ConnectTlsAsync(server);

        await HandshakeTests.DribbleAsync(client, Encoding.ASCII.GetBytes($"{Request[..^2]}X-Long: {new string('a', 300)}"));

        var attempt = Assert.Single(await server.AttemptsAsync());
        Assert.Matches("^bytes [1-9][0-9]*$", attempt.FailureFacts!);
    }

    [Fact]
    public async Task A_header_longer_than_the_limit_is_refused()
    {
        await using var server = await TestServer.StartAsync(limits => limits with { HeaderBytes = 1024 });
        await using var client = await RawClient.ConnectTlsAsync(server);

        await client.SendAsync(Request[..^2] + "X-Long: " + new string('a', 2000));

        Assert.Empty(await client.ReadToEndAsync());
        Assert.Equal("NET-105", await server.FailureCodeAsync());
    }

    [Fact]
    public async Task A_header_with_a_wrong_length_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await RawClient.ConnectTlsAsync(server);

        await client.SendAsync(Request.Replace("18446744073709551615", "5", StringComparison.Ordinal));

        Assert.Empty(await client.ReadToEndAsync());
        Assert.Equal("NET-105", await server.FailureCodeAsync());
    }

    [Fact]
    public async Task A_client_that_leaves_within_its_header_is_written_down_as_such()
    {
        await using var server = await TestServer.StartAsync();
        await using (var client = await RawClient.ConnectTlsAsync(server))
            await client.SendAsync(Request[..40]);

        Assert.Equal("NET-106", await server.FailureCodeAsync());
    }

    [Fact]
    public async Task Garbage_behind_the_header_ends_the_call_in_silence()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await RawClient.ConnectTlsAsync(server);

        await client.SendAsync(Request + "GET / HTTP/1.1\r\n\r\n");

        Assert.EndsWith("\r\n\r\n", Encoding.ASCII.GetString(await client.ReadToEndAsync()), StringComparison.Ordinal);
        Assert.Equal("SSTP-104", await server.FailureCodeAsync());
    }

    [Fact]
    public async Task A_probe_is_told_401_while_calls_are_taken_and_leaves_no_record()
    {
        await using var server = await TestServer.StartAsync();

        Assert.StartsWith("HTTP/1.1 401 ", await AskAsync(server, Probe), StringComparison.Ordinal);
        Assert.Empty(await server.AttemptsAsync());
    }

    [Fact]
    public async Task A_probe_is_told_503_while_the_server_drains()
    {
        await using var server = await TestServer.StartAsync();
        await server.Sessions.StopAsync(TimeSpan.Zero);

        Assert.StartsWith("HTTP/1.1 503 ", await AskAsync(server, Probe), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_is_told_503_while_the_server_drains()
    {
        await using var server = await TestServer.StartAsync();
        await server.Sessions.StopAsync(TimeSpan.Zero);

        Assert.StartsWith("HTTP/1.1 503 ", await AskAsync(server, Request), StringComparison.Ordinal);
        Assert.Equal("NET-108", await server.FailureCodeAsync());
    }

    [Theory]
    [InlineData(1, 9, "limits.sessions")]
    [InlineData(9, 1, "limits.ports.sstp")]
    [InlineData(9, 0, "off")]
    public async Task The_record_names_the_limit_that_left_no_place(int sessions, int ports, string refused)
    {
        await using var server = await TestServer.StartAsync(limits => limits with { Sessions = sessions, Ports = new TunnelPorts { Sstp = ports } });
        await using (ports == 0 ? null : await ScriptedCall.OpenAsync(server))
            Assert.StartsWith("HTTP/1.1 503 ", await AskAsync(server, Request), StringComparison.Ordinal);

        var attempt = Assert.Single(await server.AttemptsAsync(), attempt => attempt.FailureCode == "NET-108");
        Assert.Equal(refused, attempt.Facts.First(fact => fact.Name == "refused").Value);
    }

    [Fact]
    public async Task A_call_is_told_503_while_the_server_is_full()
    {
        await using var server = await TestServer.StartAsync(limits => limits with { Sessions = 1 });
        await using var first = await ScriptedCall.OpenAsync(server);

        Assert.StartsWith("HTTP/1.1 503 ", await AskAsync(server, Request), StringComparison.Ordinal);
    }

    private const string Probe = "HEAD /sra_{BA195980-CD49-458b-9E23-C84EE0ADCD75}/ HTTP/1.1\r\nHost: a\r\n\r\n";

    private static async Task<string> AskAsync(TestServer server, string request)
    {
        await using var client = await RawClient.ConnectTlsAsync(server);
        await client.SendAsync(request);
        return await client.ReadHeadAsync();
    }
}
