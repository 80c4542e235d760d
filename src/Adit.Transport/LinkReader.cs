using System.Buffers;

namespace Adit.Transport;

/// <summary>
/// Reads a link and hands over what has come. The large buffer is held only while there are bytes to read: a silent peer costs none,
/// one that stopped in the middle of a message a small one.
/// </summary>
/// <param name="link">What is read.</param>
/// <param name="take">Takes the whole messages at the front and returns their length; what is left comes again with what follows it.</param>
/// <param name="pause">Is told that nothing more is at hand, before the reader waits.</param>
internal sealed class LinkReader(Link link, Func<ReadOnlyMemory<byte>, int> take, Action pause)
{
    private const int BufferLength = 128 * 1024;

    private byte[] _rest = [];
    private int _restLength;

    /// <summary>Reads until the peer ends the connection; throws where it breaks or the reading is cancelled.</summary>
    /// <param name="early">Bytes that were read before.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task ReadAsync(ReadOnlyMemory<byte> early, CancellationToken cancellation)
    {
        try
        {
            Take(early);
            pause();
            while (await ReadBurstAsync(cancellation))
                pause();
        }
        finally
        {
            pause();
            KeepRest(default);
        }
    }

    /// <summary>Waits for bytes and reads them until they pause; false at the end.</summary>
    private async ValueTask<bool> ReadBurstAsync(CancellationToken cancellation)
    {
        await link.WaitReadableAsync(cancellation);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            int read;
            do read = await ReadOnceAsync(buffer, cancellation);
            while (read > 0 && link.HasMore);
            return read > 0;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask<int> ReadOnceAsync(byte[] buffer, CancellationToken cancellation)
    {
        _rest.AsSpan(0, _restLength).CopyTo(buffer);
        var reading = link.ReadAsync(buffer.AsMemory(_restLength), cancellation);
        if (!reading.IsCompleted)
            pause();
        var read = await reading;
        Take(buffer.AsMemory(0, _restLength + read));
        return read;
    }

    private void Take(ReadOnlyMemory<byte> bytes) => KeepRest(bytes.Span[take(bytes)..]);

    private void KeepRest(ReadOnlySpan<byte> rest)
    {
        if (rest.Length > _rest.Length || (rest.IsEmpty && _rest.Length > 0))
        {
            if (_rest.Length > 0)
                ArrayPool<byte>.Shared.Return(_rest);
            _rest = rest.IsEmpty ? [] : ArrayPool<byte>.Shared.Rent(rest.Length);
        }

        rest.CopyTo(_rest);
        _restLength = rest.Length;
    }
}
