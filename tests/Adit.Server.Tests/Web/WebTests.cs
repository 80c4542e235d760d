using System.Text;
using Adit.Server.Tests.Support;

namespace Adit.Server.Tests.Web;

public sealed class WebTests
{
    private const string Health = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n";

    [Theory]
    [InlineData("/healthz", 200)]
    [InlineData("/ca.crt", 200)]
    [InlineData("/nothing", 404)]
    [InlineData("/sra_{BA195980-CD49-458b-9E23-C84EE0ADCD75}/", 404)]
    public async Task Plain_requests_are_answered_over_the_same_port_and_leave_no_record(string path, int status)
    {
        await using var server = await TestServer.StartAsync();
        await using (var client = await RawClient.ConnectTlsAsync(server))
        {
            await client.SendAsync($"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            Assert.StartsWith($"HTTP/1.1 {status} ", Encoding.ASCII.GetString(await client.ReadToEndAsync()), StringComparison.Ordinal);
        }

        Assert.Empty(await server.AttemptsAsync());
    }

    [Fact]
    public async Task No_folder_is_watched_for_it()
    {
        await using var server = await TestServer.StartAsync();

        Assert.DoesNotContain("anon_inode:inotify", Directory.GetFiles("/proc/self/fd").Select(path => new FileInfo(path).LinkTarget));
    }

    [Fact]
    public async Task A_server_that_drains_says_so()
    {
        await using var server = await TestServer.StartAsync();
        await server.Sessions.StopAsync(TimeSpan.Zero);
        await using var client = await RawClient.ConnectTlsAsync(server);

        await client.SendAsync(Health);

        Assert.StartsWith("HTTP/1.1 503 ", await client.ReadHeadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_is_kept_for_further_requests()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await RawClient.ConnectTlsAsync(server);
        for (var i = 0; i < 3; i++)
        {
            await client.SendAsync("GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n");
            Assert.StartsWith("HTTP/1.1 404 ", await client.ReadHeadAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Requests_sent_together_are_all_answered()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await RawClient.ConnectTlsAsync(server);

        await client.SendAsync(Health + Health + "GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        var answers = Encoding.ASCII.GetString(await client.ReadToEndAsync());
        Assert.Equal((3, 2), (Count(answers, "HTTP/1.1 "), Count(answers, "HTTP/1.1 200 ")));
    }

    [Fact]
    public async Task A_request_split_into_single_bytes_is_answered()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await RawClient.ConnectTlsAsync(server);
        foreach (var octet in Encoding.ASCII.GetBytes(Health))
            await client.SendAsync(new[] { octet });

        Assert.StartsWith("HTTP/1.1 200 ", await client.ReadHeadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_leaves_without_waiting_for_its_answer_leaves_nothing_behind()
    {
        await using var server = await TestServer.StartAsync();
        await using (var client = await RawClient.ConnectTlsAsync(server))
            await client.SendAsync(Health);

        Assert.Empty(await server.AttemptsAsync());
    }

    [Fact]
    public async Task A_huge_body_is_not_read()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await RawClient.ConnectTlsAsync(server);

        await client.SendAsync("POST /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000000\r\n\r\n");

        Assert.Matches("^HTTP/1.1 (405|413) ", await client.ReadHeadAsync());
        var taken = await SendUntilRefusedAsync(client, 64 * 1024 * 1024);
        Assert.InRange(taken, 0, 32 * 1024 * 1024);
    }

    [Fact]
    public async Task A_web_client_that_stays_does_not_hold_up_stopping()
    {
        var server = await TestServer.StartAsync();
        await using var client = await RawClient.ConnectTlsAsync(server);
        await client.SendAsync(Health);
        await client.ReadHeadAsync();

        await server.DisposeAsync();

        Assert.Equal(0, server.HalfOpen.Count);
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static async Task<int> SendUntilRefusedAsync(RawClient client, int length)
    {
        var chunk = new byte[64 * 1024];
        var sent = 0;
        try
        {
            for (; sent < length; sent += chunk.Length)
                await client.SendAsync(chunk);
        }
        catch (IOException)
        {
            return sent;
        }

        return sent;
    }
}
