using System.Net.Sockets;
using Adit.Linux.Sockets;
using Adit.Linux.Tests.Support;

namespace Adit.Linux.Tests.Sockets;

public sealed class SocketReadinessTests : IAsyncLifetime
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(20);

    private Socket _own = null!;
    private Socket _peer = null!;
    private SocketReadiness _readiness = null!;

    public async ValueTask InitializeAsync()
    {
        (_own, _peer) = await Loopback.ConnectAsync();
        _own.Blocking = false;
        _readiness = new SocketReadiness(_own);
    }

    public ValueTask DisposeAsync()
    {
        _readiness.Dispose();
        _own.Dispose();
        _peer.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_reader_waits_for_the_first_byte_and_for_what_is_left_of_it()
    {
        var first = _readiness.WaitReadableAsync(default).AsTask();
        Assert.False(first.IsCompleted);
        _peer.Send([1, 2]);
        await first.WaitAsync(_deadline);

        _own.Receive(new byte[1]);
        await _readiness.WaitReadableAsync(default).AsTask().WaitAsync(_deadline);
    }

    [Fact]
    public async Task A_writer_is_told_while_a_reader_still_waits_and_the_reader_afterwards()
    {
        var reader = _readiness.WaitReadableAsync(default).AsTask();
        await _readiness.WaitWritableAsync(default).AsTask().WaitAsync(_deadline);
        Assert.False(reader.IsCompleted);

        _peer.Send([1]);
        await reader.WaitAsync(_deadline);
    }

    [Fact]
    public async Task A_writer_waits_until_the_peer_has_read()
    {
        while (_own.Send(new byte[64 * 1024], SocketFlags.None, out var error) > 0 && error is SocketError.Success)
        {
        }

        var writer = _readiness.WaitWritableAsync(default).AsTask();
        Assert.False(writer.IsCompleted);
        _peer.Blocking = false;
        var buffer = new byte[1024 * 1024];
        while (!writer.IsCompleted)
        {
            _peer.Receive(buffer, SocketFlags.None, out _);
            await Task.Yield();
        }
    }

    [Fact]
    public async Task A_cancelled_wait_ends_and_the_next_one_waits_as_before()
    {
        using var cancellation = new CancellationTokenSource();
        var cancelled = _readiness.WaitReadableAsync(cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => cancelled.WaitAsync(_deadline));
        await Assert.ThrowsAsync<OperationCanceledException>(() => _readiness.WaitReadableAsync(cancellation.Token).AsTask().WaitAsync(_deadline));

        var next = _readiness.WaitReadableAsync(default).AsTask();
        Assert.False(next.IsCompleted);
        _peer.Send([1]);
        await next.WaitAsync(_deadline);
    }

    [Fact]
    public async Task Who_comes_with_a_token_that_is_cancelled_does_not_wait() =>
        await Assert.ThrowsAsync<OperationCanceledException>(() => _readiness.WaitReadableAsync(new CancellationToken(canceled: true)).AsTask().WaitAsync(_deadline));

    [Fact]
    public async Task An_end_wakes_reader_and_writer_where_both_wait_for_it()
    {
        var reader = _readiness.WaitReadableAsync(default).AsTask();
        _peer.LingerState = new LingerOption(enable: true, seconds: 0);
        _peer.Dispose();

        await reader.WaitAsync(_deadline);
        await _readiness.WaitWritableAsync(default).AsTask().WaitAsync(_deadline);
    }

    [Fact]
    public async Task Who_waits_at_a_socket_that_is_closed_hears_of_it()
    {
        var before = _readiness.WaitReadableAsync(default).AsTask();
        _readiness.Dispose();

        await Assert.ThrowsAsync<IOException>(() => before.WaitAsync(_deadline));
        await Assert.ThrowsAsync<IOException>(() => _readiness.WaitWritableAsync(default).AsTask());
    }

    [Fact]
    public async Task A_socket_that_was_disposed_behind_its_back_ends_the_wait()
    {
        _own.Dispose();

        await Assert.ThrowsAsync<IOException>(() => _readiness.WaitReadableAsync(default).AsTask().WaitAsync(_deadline));
    }

    [Fact]
    public async Task Two_readers_at_a_time_are_a_fault_of_ours()
    {
        var first = _readiness.WaitReadableAsync(default).AsTask();

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await _readiness.WaitReadableAsync(default));
        _peer.Send([1]);
        await first.WaitAsync(_deadline);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Only_who_says_so_goes_on_on_the_thread_that_waits_for_all(bool inline)
    {
        _readiness.GoesOnInline = inline;
        var name = NameOfThreadBehindAsync(_readiness.WaitReadableAsync(default));
        _peer.Send([1]);

        Assert.Equal(inline, (await name.WaitAsync(_deadline))?.StartsWith("adit-io-", StringComparison.Ordinal) ?? false);
    }

    private static async Task<string?> NameOfThreadBehindAsync(ValueTask wait)
    {
        await wait.ConfigureAwait(false);
        return Thread.CurrentThread.Name;
    }
}
