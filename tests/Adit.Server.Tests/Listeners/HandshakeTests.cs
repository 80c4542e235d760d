using System.Diagnostics;
using System.Net.Security;
using System.Security.Authentication;
using Adit.Server.Tests.Control;
using Adit.Server.Tests.Support;

namespace Adit.Server.Tests.Listeners;

public sealed class HandshakeTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task A_client_that_sends_nothing_is_gone_after_the_handshake_time()
    {
        await using var server = await TestServer.StartAsync(limits => limits with { HandshakeTime = Short });
        await using var client = await RawClient.ConnectAsync(server);

        Assert.Empty(await client.ReadToEndAsync());

        var attempt = Assert.Single(await server.AttemptsAsync());
        Assert.Equal(("NET-101", "sent anything False"), (attempt.FailureCode, attempt.FailureFacts));
    }

    [Fact]
    public async Task A_hello_that_dribbles_in_is_cut_off_after_the_handshake_time()
    {
        await using var server = await TestServer.StartAsync(limits => limits with { HandshakeTime = Short });
        await using var client = await RawClient.ConnectAsync(server);

        await DribbleAsync(client, [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03, .. new byte[500]]);

        Assert.Equal("NET-101", await server.FailureCodeAsync());
    }

    [Fact]
    public async Task A_hello_split_into_single_bytes_is_served()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await RawClient.ConnectAsync(server);
        await client.StartTlsAsync(slowly: true);

        await client.SendAsync("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 ", await client.ReadHeadAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.2p1\r\n")]
    [InlineData("\u0016\u0003\u0001\u0000\u0005\u0002\u0000\u0000\u0001\u0000")]
    public async Task What_is_not_TLS_is_closed_without_an_answer(string greeting)
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await RawClient.ConnectAsync(server);

        await client.SendAsync(greeting);

        Assert.Empty(await client.ReadToEndAsync());
        Assert.Equal("NET-102", await server.FailureCodeAsync());
    }

    [Fact]
    public async Task A_client_that_leaves_before_TLS_is_written_down_as_such()
    {
        await using var server = await TestServer.StartAsync();
        await using (await RawClient.ConnectAsync(server))
            await Eventually.BecomesTrueAsync("the connection is taken", () => server.HalfOpen.Count > 0);

        Assert.Equal("NET-106", await server.FailureCodeAsync());
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task One_version_of_TLS_is_enough(SslProtocols version)
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await RawClient.ConnectTlsAsync(server, options => options.EnabledSslProtocols = version);

        Assert.Equal(version, client.Tls!.SslProtocol);
    }

    [Fact]
    public async Task A_client_without_a_server_name_is_served()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await RawClient.ConnectTlsAsync(server, options => options.TargetHost = "");

        await client.SendAsync("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 ", await client.ReadHeadAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SslProtocols.Tls12, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256)]
    [InlineData(SslProtocols.Tls13, TlsCipherSuite.TLS_AES_256_GCM_SHA384, TlsCipherSuite.TLS_AES_128_GCM_SHA256)]
    public async Task The_quicker_suite_is_taken_whatever_the_client_likes_best(SslProtocols version, TlsCipherSuite first, TlsCipherSuite second)
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await RawClient.ConnectTlsAsync(server, options =>
        {
            options.EnabledSslProtocols = version;
            options.CipherSuitesPolicy = new CipherSuitesPolicy([first, second]);
        });

        Assert.Equal(second, client.Tls!.NegotiatedCipherSuite);
    }

    [Theory]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task A_client_that_comes_back_resumes_with_its_ticket(string version)
    {
        await using var server = await TestServer.StartAsync();
        using var directory = new TemporaryDirectory();
        var ticket = Path.Combine(directory.Path, "ticket");

        Assert.Contains("New, TLSv1", await OpensslClient.AskAsync(server.EndPoint, [version, "-sess_out", ticket]), StringComparison.Ordinal);
        Assert.Contains("Reused, TLSv1", await OpensslClient.AskAsync(server.EndPoint, [version, "-sess_in", ticket]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("vpn.example.com", "borne")]
    [InlineData("other.example.com", "missing")]
    [InlineData("", "none")]
    public async Task Who_leaves_behind_TLS_is_written_down_with_whether_the_certificate_bears_the_name_asked_for(string name, string expected)
    {
        await using var server = await TestServer.StartAsync();
        await (await RawClient.ConnectTlsAsync(server, options => options.TargetHost = name)).DisposeAsync();

        var attempt = Assert.Single(await server.AttemptsAsync());
        Assert.Equal(("NET-106", expected), (attempt.FailureCode, attempt.Facts.First(fact => fact.Name == "tls.name").Value));
    }

    [Fact]
    public async Task A_name_of_our_own_that_the_certificate_lacks_is_told_from_one_that_is_not_ours()
    {
        await using var server = await TestServer.StartAsync(configuration => configuration with { Names = ["other.example.com"] });
        await (await RawClient.ConnectTlsAsync(server, options => options.TargetHost = "Other.example.com")).DisposeAsync();

        Assert.Equal("lacking", Assert.Single(await server.AttemptsAsync()).Facts.First(fact => fact.Name == "tls.name").Value);
    }

    [Fact]
    public async Task A_client_that_has_only_CBC_with_SHA_is_served()
    {
        await using var server = await TestServer.StartAsync();
        await using var client = await RawClient.ConnectTlsAsync(server, options =>
        {
            options.EnabledSslProtocols = SslProtocols.Tls12;
            options.CipherSuitesPolicy = new CipherSuitesPolicy([TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA]);
        });

        Assert.Equal(TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, client.Tls!.NegotiatedCipherSuite);
    }

    [Theory]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task A_client_that_does_not_trust_the_certificate_is_written_down_with_its_alert(string version)
    {
        await using var server = await TestServer.StartAsync();
        using var openssl = Process.Start(new ProcessStartInfo("openssl", ["s_client", "-verify_return_error", version, "-connect", $"{server.EndPoint}"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await openssl.WaitForExitAsync();

        var attempt = Assert.Single(await server.AttemptsAsync());
        Assert.Equal("NET-103", attempt.FailureCode);
        Assert.Contains("unknown ca", attempt.FailureFacts, StringComparison.Ordinal);
    }

    internal static async Task DribbleAsync(RawClient client, byte[] bytes)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        try
        {
            foreach (var octet in bytes)
            {
                await client.SendAsync(new[] { octet });
                await pause.WaitForNextTickAsync();
            }
        }
        catch (IOException)
        {
            return; // cut off, as it should be
        }

        Assert.Fail("The whole of it was taken.");
    }
}
