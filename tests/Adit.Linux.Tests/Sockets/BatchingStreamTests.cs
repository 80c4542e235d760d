using System.Net.Sockets;
using System.Security.Cryptography;
using Adit.Linux.Sockets;
using Adit.Linux.Tests.Support;
using Adit.Linux.Tls;

namespace Adit.Linux.Tests.Sockets;

public sealed class BatchingStreamTests
{
    // Of <linux/tcp.h>: TCP_NOTSENT_LOWAT, TCP_INFO, and where tcpi_notsent_bytes is in the latter.
    private const int UnsentLimitOption = 25, TcpInfo = 11, UnsentBytes = 144;

    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Tls_runs_over_it_both_ways()
    {
        await using var pair = await TlsPair.CreateAsync();
        await pair.Client.WriteAsync("up"u8.ToArray());
        Assert.True(pair.ClientTransport.TryFlush());
        await pair.Server.WriteAsync("down"u8.ToArray());
        Assert.True(pair.ServerTransport.TryFlush());

        Assert.Equal("up"u8.ToArray(), await ReadAsync(pair.Server, 2));
        Assert.Equal("down"u8.ToArray(), await ReadAsync(pair.Client, 4));
    }

    [Fact]
    public async Task Nothing_leaves_a_batch_before_its_flush()
    {
        var (left, right) = await Loopback.ConnectAsync();
        await using var stream = new BatchingStream(left);
        using var peer = right;
        await stream.WriteAsync(new byte[100]);
        stream.Write(new byte[50]);

        Assert.Equal(150, stream.PendingCount);
        Assert.Equal(0, peer.Available);
        Assert.True(stream.TryFlush());
        Assert.Equal(0, stream.PendingCount);
    }

    [Theory]
    [InlineData(1500)]
    [InlineData(10_000)]
    public async Task Where_segments_end_with_a_batch_the_kernel_holds_no_more_unsent_than_the_limit_and_a_batch(int batch)
    {
        const int limit = 4000;
        var (left, right) = await Loopback.ConnectAsync();
        await using var stream = new BatchingStream(left) { EndsSegments = true };
        using var peer = right; // reads nothing
        left.SetRawSocketOption((int)SocketOptionLevel.Tcp, UnsentLimitOption, BitConverter.GetBytes(limit));
        do stream.Write(new byte[batch]);
        while (stream.TryFlush());

        Assert.InRange(Unsent(left), 1, limit + batch);
    }

    [Fact]
    public async Task Where_segments_end_with_a_batch_nothing_is_lost_or_said_otherwise()
    {
        var (left, right) = await Loopback.ConnectAsync();
        await using var stream = new BatchingStream(left) { EndsSegments = true };
        var bytes = RandomNumberGenerator.GetBytes(100_000);
        stream.Write(bytes);
        Assert.True(stream.TryFlush());
        var received = new byte[bytes.Length];
        for (var count = 0; count < received.Length;)
            count += await right.ReceiveAsync(received.AsMemory(count)).AsTask().WaitAsync(_deadline);
        Assert.Equal(bytes, received);

        right.LingerState = new LingerOption(enable: true, seconds: 0);
        right.Dispose(); // a reset
        stream.Write([1]);
        Assert.Throws<IOException>(() => stream.TryFlush());
    }

    [Fact]
    public async Task What_was_read_before_comes_first()
    {
        var (left, right) = await Loopback.ConnectAsync();
        await using var stream = new BatchingStream(left, alreadyRead: [1, 2, 3]);
        using var peer = right;
        await peer.SendAsync(new byte[] { 4 });
        var buffer = new byte[64];

        Assert.Equal(2, await stream.ReadAsync(buffer.AsMemory(0, 2)));
        Assert.Equal(1, await stream.ReadAsync(buffer.AsMemory(2)));
        Assert.Equal(1, await stream.ReadAsync(buffer.AsMemory(3)).AsTask().WaitAsync(_deadline));
        Assert.Equal([1, 2, 3, 4], buffer[..4]);
    }

    [Fact]
    public async Task A_read_of_no_bytes_waits_for_the_first_one()
    {
        var (left, right) = await Loopback.ConnectAsync();
        await using var stream = new BatchingStream(left);
        using var peer = right;
        var waiting = stream.ReadAsync(Memory<byte>.Empty).AsTask();
        Assert.False(waiting.IsCompleted);

        await peer.SendAsync(new byte[] { 23, 3, 3, 0, 0 });
        Assert.Equal(0, await waiting.WaitAsync(_deadline));
        Assert.Equal(5, await stream.ReadAsync(new byte[64]));
    }

    [Fact]
    public async Task The_peers_end_of_stream_reads_as_zero()
    {
        var (left, right) = await Loopback.ConnectAsync();
        await using var stream = new BatchingStream(left);
        right.Dispose();

        Assert.Equal(0, await stream.ReadAsync(new byte[64]).AsTask().WaitAsync(_deadline));
        Assert.Equal(0, await stream.ReadAsync(new byte[64]));
    }

    [Fact]
    public async Task A_full_socket_makes_the_flush_false_and_loses_nothing()
    {
        await using var pair = await TlsPair.CreateAsync();
        var data = RandomNumberGenerator.GetBytes(24 * 1024 * 1024);
        var sending = SendAllAsync(pair, data);

        var received = await ReadAsync(pair.Server, data.Length);

        Assert.True(await sending.WaitAsync(_deadline), "the socket was never full: the test proved nothing");
        Assert.True(data.AsSpan().SequenceEqual(received));
    }

    [Fact]
    public async Task A_cancelled_flush_leaves_the_stream_whole()
    {
        var (left, right) = await Loopback.ConnectAsync();
        await using var stream = new BatchingStream(left);
        using var peer = right;
        (left.SendBufferSize, right.ReceiveBufferSize) = (4096, 4096); // so that the kernel takes no more than it has taken
        var total = 0;
        do
        {
            await stream.WriteAsync(Numbered(total, 64 * 1024));
            total += 64 * 1024;
        }
        while (stream.TryFlush());
        await stream.WriteAsync(Numbered(total, 64 * 1024));
        total += 64 * 1024;

        using var cancel = new CancellationTokenSource();
        var flush = stream.FlushPendingAsync(cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flush.WaitAsync(_deadline));

        var again = stream.FlushPendingAsync().AsTask();
        var received = new byte[total];
        await using var reader = new NetworkStream(peer);
        await reader.ReadExactlyAsync(received).AsTask().WaitAsync(_deadline);
        await again;
        Assert.True(Numbered(0, total).AsSpan().SequenceEqual(received));
    }

    [Fact]
    public async Task More_than_the_bound_ends_in_an_io_exception()
    {
        var (left, right) = await Loopback.ConnectAsync();
        await using var stream = new BatchingStream(left);
        using var peer = right;
        stream.Write(new byte[BatchingStream.MaxPendingBytes]);

        Assert.Throws<IOException>(() => stream.Write(new byte[1]));
    }

    [Fact]
    public async Task A_disposed_stream_ends_a_pending_read_with_an_io_exception()
    {
        var (left, right) = await Loopback.ConnectAsync();
        var stream = new BatchingStream(left);
        using var peer = right;
        var reading = stream.ReadAsync(new byte[64]).AsTask();
        await stream.DisposeAsync();

        await Assert.ThrowsAsync<IOException>(() => reading.WaitAsync(_deadline));
        Assert.Throws<IOException>(() => stream.Write([1]));
        Assert.Throws<IOException>(() => stream.TryFlush());
    }

    [Fact]
    public async Task A_reset_by_the_peer_is_an_io_exception()
    {
        var (left, right) = await Loopback.ConnectAsync();
        await using var stream = new BatchingStream(left);
        right.LingerState = new LingerOption(enable: true, seconds: 0);
        right.Dispose();

        await Assert.ThrowsAsync<IOException>(() => stream.ReadAsync(new byte[64]).AsTask().WaitAsync(_deadline));
    }

    [Fact]
    public async Task A_peer_that_never_pauses_lets_others_come_first_and_loses_nothing()
    {
        var (left, right) = await Loopback.ConnectAsync();
        await using var stream = new BatchingStream(left);
        using var peer = right;
        var sending = Task.Run(() => peer.Send(new byte[4 * 1024 * 1024]));
        var buffer = new byte[4 * 1024];
        var waits = 0;
        for (var rest = 4 * 1024 * 1024; rest > 0;)
        {
            var read = stream.ReadAsync(buffer);
            waits += read.IsCompleted ? 0 : 1;
            rest -= await read.AsTask().WaitAsync(_deadline);
        }

        await sending;
        Assert.True(waits >= 3, $"{waits} waits");
    }

    [Fact]
    public async Task An_idle_session_holds_no_buffer()
    {
        await using var pair = await TlsPair.CreateAsync();
        await pair.Client.WriteAsync(new byte[100_000]);
        Assert.True(pair.ClientTransport.PendingCount > 0);
        await pair.ClientTransport.FlushPendingAsync();
        await ReadAsync(pair.Server, 100_000);
        var waiting = pair.Server.ReadAsync(new byte[10]).AsTask();

        Assert.False(waiting.IsCompleted);
        Assert.Equal(0, pair.ClientTransport.PendingCount);
        Assert.False(pair.ServerTransport.HoldsBytes);
    }

    /// <summary>Sends in batches as a session's writer does; true when the socket was full at least once.</summary>
    private static async Task<bool> SendAllAsync(TlsPair pair, ReadOnlyMemory<byte> data)
    {
        var wasFull = false;
        for (var rest = data; rest.Length > 0; rest = rest[Math.Min(128 * 1024, rest.Length)..])
        {
            pair.Client.Write(rest.Span[..Math.Min(128 * 1024, rest.Length)]);
            if (pair.ClientTransport.TryFlush())
                continue;
            wasFull = true;
            await pair.ClientTransport.FlushPendingAsync();
        }

        return wasFull;
    }

    private static async Task<byte[]> ReadAsync(TlsStream stream, int count)
    {
        var received = new byte[count];
        await stream.ReadExactlyAsync(received).AsTask().WaitAsync(_deadline);
        return received;
    }

    private static byte[] Numbered(int first, int count)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
            bytes[i] = (byte)((first + i) * 31 >> 3);
        return bytes;
    }

    private static int Unsent(Socket socket)
    {
        var info = new byte[UnsentBytes + sizeof(int)];
        Assert.Equal(info.Length, socket.GetRawSocketOption((int)SocketOptionLevel.Tcp, TcpInfo, info));
        return BitConverter.ToInt32(info, UnsentBytes);
    }
}
