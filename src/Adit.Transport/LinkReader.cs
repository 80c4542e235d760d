using System.Buffers;

namespace Adit.Transport;

/// <summary>
/// Reads a link and hands over what has come. The large buffer is held only while there are bytes to read: a silent peer costs none,
/// one that stopped in the middle of a message a small one.
/// </summary>
/// <param name="link">What is read.</param>
/// <param name="take">Takes the whole messages at the front and returns their length; what is left comes again with what follows it.</param>
internal sealed class LinkReader(Link link, Func<ReadOnlyMemory<byte>, int> take)
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
            while (await ReadOnceAsync(cancellation))
            {
            }
        }
        finally
        {
            KeepRest(default);
        }
    }

    private async ValueTask<bool> ReadOnceAsync(CancellationToken cancellation)
    {
        await link.WaitReadableAsync(cancellation);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            _rest.AsSpan(0, _restLength).CopyTo(buffer);
            var read = await link.ReadAsync(buffer.AsMemory(_restLength), cancellation);
            Take(buffer.AsMemory(0, _restLength + read));
            return read > 0;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
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
