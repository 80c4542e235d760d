using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using Adit.Linux.Sockets;
using Adit.Linux.Tests.Support;
using Adit.Linux.Tls;
using Adit.Protocols.Crypto.Tls;

namespace Adit.Linux.Tests.Tls;

/// <summary>Against the runtime's own TLS at the other end, where one is needed.</summary>
public sealed class TlsStreamTests
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(TlsVersion.Tls12, SslProtocols.Tls12)]
    [InlineData(TlsVersion.Tls13, SslProtocols.Tls13)]
    public async Task A_server_and_a_client_of_the_runtime_agree(TlsVersion version, SslProtocols theirs)
    {
        var (left, right) = await Loopback.ConnectAsync();
        var transport = new BatchingStream(left);
        await using var client = new SslStream(new NetworkStream(right, ownsSocket: true), false, (_, leaf, _, _) => TestCertificates.Server.Equals(leaf));
        var accepting = TlsStream.AcceptAsync(transport, ServerContext(version), default);
        await client.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "adit.test", EnabledSslProtocols = theirs });
        await using var server = await accepting;

        server.Write("hello"u8.ToArray());
        await transport.FlushPendingAsync();
        var buffer = new byte[5];
        await client.ReadExactlyAsync(buffer);

        Assert.Equal("hello"u8.ToArray(), buffer);
        Assert.Equal(version, server.Agreement.Version);
        Assert.Equal(client.NegotiatedCipherSuite.ToString(), server.Agreement.Suite);
        Assert.True(server.Agreement.PeerCertificate.IsEmpty);
    }

    [Fact]
    public async Task A_client_and_a_server_of_the_runtime_agree_and_the_name_is_asked_for()
    {
        var (left, right) = await Loopback.ConnectAsync();
        string? asked = null;
        await using var server = new SslStream(new NetworkStream(right, ownsSocket: true));
        var serving = server.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificateSelectionCallback = (_, name) =>
            {
                asked = name;
                return TestCertificates.Server;
            },
        });
        var verifier = new FixedVerifier();
        await using var client = await TlsStream.ConnectAsync(
            new BatchingStream(left), TlsContext.ForClient(TestCertificates.Settings(TlsVersion.Tls13)), "vpn.adit.test", verifier, default);
        await serving;

        Assert.Equal("vpn.adit.test", asked);
        Assert.Equal(TestCertificates.Server.RawData, client.Agreement.PeerCertificate.ToArray());
        Assert.Equal(TestCertificates.Server.RawData, Assert.Single(Assert.Single(verifier.Seen)).ToArray());
    }

    [Fact]
    public async Task What_flows_both_ways_at_once_arrives_whole()
    {
        await using var pair = await TlsPair.CreateAsync();
        var (up, down) = (RandomNumberGenerator.GetBytes(6_000_001), RandomNumberGenerator.GetBytes(5_000_003));
        var sending = Task.WhenAll(SendAsync(pair.Client, pair.ClientTransport, up), SendAsync(pair.Server, pair.ServerTransport, down));

        var received = await Task.WhenAll(ReadAsync(pair.Server, up.Length), ReadAsync(pair.Client, down.Length));

        await sending;
        Assert.True(up.AsSpan().SequenceEqual(received[0]));
        Assert.True(down.AsSpan().SequenceEqual(received[1]));
    }

    [Fact]
    public async Task A_read_takes_several_records_and_the_rest_of_one_that_does_not_fit()
    {
        await using var pair = await TlsPair.CreateAsync();
        for (var i = 0; i < 3; i++)
            await pair.Client.WriteAsync(new byte[10_000]);
        await pair.ClientTransport.FlushPendingAsync();
        Assert.Equal(0, await pair.Server.ReadAsync(Memory<byte>.Empty)); // until they are there: loopback takes one send as one

        Assert.Equal(20_000, await pair.Server.ReadAsync(new byte[30_000]));
        Assert.Equal(4_000, await pair.Server.ReadAsync(new byte[4_000]));
        Assert.Equal(6_000, await pair.Server.ReadAsync(new byte[20_000]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_end_of_the_stream_reads_as_zero_with_and_without_a_goodbye(bool saysGoodbye)
    {
        await using var pair = await TlsPair.CreateAsync();
        pair.Client.Write("last"u8.ToArray());
        if (saysGoodbye)
            pair.Client.ShutDown();
        await pair.ClientTransport.FlushPendingAsync();
        await pair.Client.DisposeAsync();

        await ReadAsync(pair.Server, 4);
        Assert.Equal(0, await pair.Server.ReadAsync(new byte[10]).AsTask().WaitAsync(_deadline));
        Assert.Equal(0, await pair.Server.ReadAsync(new byte[10]));
    }

    [Fact]
    public async Task A_certificate_that_is_refused_ends_both_sides_with_its_alert()
    {
        var (left, right) = await Loopback.ConnectAsync();
        var accepting = AcceptAndReadAsync(new BatchingStream(right));
        var verifier = new FixedVerifier(TlsAlert.CertificateExpired);

        await Assert.ThrowsAsync<AuthenticationException>(() => TlsStream.ConnectAsync(
            new BatchingStream(left), TlsContext.ForClient(TestCertificates.Settings(TlsVersion.Tls13)), "adit.test", verifier, default));
        var atServer = await Assert.ThrowsAsync<AuthenticationException>(() => accepting.WaitAsync(_deadline));
        Assert.Contains("certificate expired", atServer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verifier_that_throws_ends_the_handshake_with_what_it_threw()
    {
        var (left, right) = await Loopback.ConnectAsync();
        _ = AcceptAndReadAsync(new BatchingStream(right)).ContinueWith(static done => done.Exception, TaskScheduler.Default);

        await Assert.ThrowsAsync<DivideByZeroException>(() => TlsStream.ConnectAsync(
            new BatchingStream(left), TlsContext.ForClient(TestCertificates.Settings(TlsVersion.Tls13)), "adit.test", new ThrowingVerifier(), default));
    }

    [Fact]
    public async Task Nonsense_in_place_of_a_handshake_is_a_TLS_failure_and_an_end_one_of_the_connection()
    {
        Assert.IsType<AuthenticationException>(await FailureOfAsync(peer => peer.Send("GET / HTTP/1.1\r\n\r\n"u8)));
        Assert.IsType<IOException>(await FailureOfAsync(peer => peer.Dispose()));
    }

    [Fact]
    public async Task A_record_that_was_changed_on_the_way_ends_the_reading()
    {
        await using var pair = await TlsPair.CreateAsync();
        await pair.ClientTransport.WriteAsync(new byte[] { 23, 3, 3, 0, 32 }.Concat(new byte[32]).ToArray());
        await pair.ClientTransport.FlushPendingAsync();

        await Assert.ThrowsAsync<AuthenticationException>(() => pair.Server.ReadAsync(new byte[10]).AsTask().WaitAsync(_deadline));
        await Assert.ThrowsAsync<AuthenticationException>(() => pair.Server.ReadAsync(new byte[10]).AsTask().WaitAsync(_deadline));
    }

    [Fact]
    public async Task A_handshake_that_is_cancelled_closes_the_socket()
    {
        var (left, right) = await Loopback.ConnectAsync();
        using var cancel = new CancellationTokenSource();
        var accepting = TlsStream.AcceptAsync(new BatchingStream(left), ServerContext(TlsVersion.Tls13), cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => accepting.WaitAsync(_deadline));
        Assert.Equal(0, await right.ReceiveAsync(new byte[10]).WaitAsync(_deadline));
    }

    [Fact]
    public async Task A_stream_that_was_closed_ends_what_waits_and_takes_nothing_more()
    {
        await using var pair = await TlsPair.CreateAsync();
        var reading = pair.Server.ReadAsync(new byte[10]).AsTask();
        await pair.Server.DisposeAsync();

        await Assert.ThrowsAsync<IOException>(() => reading.WaitAsync(_deadline));
        Assert.Throws<IOException>(() => pair.Server.Write([1]));
        Assert.Throws<IOException>(pair.Server.ShutDown);
    }

    [Fact]
    public async Task A_peer_that_asks_for_new_keys_gets_them_and_goes_on()
    {
        await using var pair = await TlsPair.CreateAsync();
        pair.Client.AskForNewKeys();
        pair.Client.Write("after"u8.ToArray());
        await pair.ClientTransport.FlushPendingAsync();
        Assert.Equal("after"u8.ToArray(), await ReadAsync(pair.Server, 5));

        pair.Server.Write("back"u8.ToArray());
        await pair.ServerTransport.FlushPendingAsync();
        Assert.Equal("back"u8.ToArray(), await ReadAsync(pair.Client, 4));
    }

    private static TlsContext ServerContext(TlsVersion version) => TlsContext.ForServer(TestCertificates.Server, [], TestCertificates.Settings(version));

    private static async Task AcceptAndReadAsync(BatchingStream transport)
    {
        await using var server = await TlsStream.AcceptAsync(transport, ServerContext(TlsVersion.Tls13), default);
        Assert.Equal(0, await server.ReadAsync(new byte[10])); // in TLS 1.3 the client's alert comes after our side is done
    }

    private static async Task<Exception> FailureOfAsync(Action<Socket> misbehave)
    {
        var (left, right) = await Loopback.ConnectAsync();
        using var peer = right;
        misbehave(peer);
        return await Assert.ThrowsAnyAsync<Exception>(
            () => TlsStream.AcceptAsync(new BatchingStream(left), ServerContext(TlsVersion.Tls13), default).WaitAsync(_deadline));
    }

    private static async Task SendAsync(TlsStream stream, BatchingStream transport, ReadOnlyMemory<byte> data)
    {
        for (var rest = data; rest.Length > 0; rest = rest[Math.Min(100_000, rest.Length)..])
        {
            stream.Write(rest.Span[..Math.Min(100_000, rest.Length)]);
            await transport.FlushPendingAsync();
        }
    }

    private static async Task<byte[]> ReadAsync(TlsStream stream, int count)
    {
        var received = new byte[count];
        await stream.ReadExactlyAsync(received).AsTask().WaitAsync(_deadline);
        return received;
    }

    private sealed class ThrowingVerifier : ICertificateVerifier
    {
        public TlsAlert? Verify(IReadOnlyList<ReadOnlyMemory<byte>> chain) => throw new DivideByZeroException();
    }
}
