using System.Buffers;
using System.Runtime.InteropServices;

namespace Adit.Transport;

/// <summary>
/// Whole plaintext messages in the order in which they are to leave, in one array of the pool: as large as it must be, and held only while
/// there are any. Not thread safe: its owner locks.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct PacketQueue
{
    private const int Smallest = 16 * 1024;

    private byte[]? _bytes;
    private int _start;
    private int _end;

    /// <summary>How many bytes wait.</summary>
    public readonly int Count => _end - _start;

    /// <summary>Those at the front, at most this many.</summary>
    public readonly ReadOnlySpan<byte> Front(int most) => _bytes.AsSpan(_start, Math.Min(Count, most));

    /// <summary>Where the next message is to be written: exactly this many bytes. <see cref="Add"/> makes them part of the queue.</summary>
    public Span<byte> Room(int length)
    {
        if (_bytes is null || _bytes.Length - _end < length)
            MakeRoom(length);
        return _bytes.AsSpan(_end, length);
    }

    /// <summary>The bytes that were written last.</summary>
    public void Add(int length) => _end += length;

    /// <summary>Takes bytes from the front.</summary>
    public void Remove(int length)
    {
        _start += length;
        if (_start == _end)
            Release();
    }

    /// <summary>Drops everything and gives the array back.</summary>
    public void Release()
    {
        if (_bytes is { } bytes)
            ArrayPool<byte>.Shared.Return(bytes);
        (_bytes, _start, _end) = (null, 0, 0);
    }

    /// <summary>Moves what waits to the front only where that is less than half of the array, so that a full queue is not moved again and again.</summary>
    private void MakeRoom(int length)
    {
        var count = Count;
        var roomy = _bytes is { } old && count <= old.Length / 2 && count + length <= old.Length
            ? old
            : ArrayPool<byte>.Shared.Rent(Math.Max(Smallest, 2 * (count + length)));
        Front(count).CopyTo(roomy);
        if (_bytes is { } outgrown && outgrown != roomy)
            ArrayPool<byte>.Shared.Return(outgrown);
        (_bytes, _start, _end) = (roomy, 0, count);
    }
}
