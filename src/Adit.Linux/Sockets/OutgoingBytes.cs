using System.Buffers;
using System.Runtime.InteropServices;

namespace Adit.Linux.Sockets;

/// <summary>Bytes that wait for the socket, in an array rented only while there are any. Not thread safe: its owner locks.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct OutgoingBytes(int limit)
{
    private const int FullRecord = 8 * 1024; // a write this long announces a batch of them
    private const int BatchRent = 256 * 1024;
    private const int SmallRent = 4 * 1024;

    private byte[]? _bytes;
    private int _start;
    private int _end;

    public readonly int Count => _end - _start;

    public readonly ReadOnlySpan<byte> Waiting => _bytes.AsSpan(_start, Count);

    public bool TryAppend(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > limit - Count)
            return false;

        MakeRoom(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_end));
        _end += bytes.Length;
        return true;
    }

    public void Remove(int count)
    {
        _start += count;
        if (Count == 0)
            Release();
    }

    public void Release()
    {
        if (_bytes is { } bytes)
            ArrayPool<byte>.Shared.Return(bytes);
        (_bytes, _start, _end) = (null, 0, 0);
    }

    private void MakeRoom(int length)
    {
        if (_bytes is { } old && old.Length - _end >= length)
            return;

        var count = Count;
        var wanted = ArrayPool<byte>.Shared.Rent(Math.Max(length < FullRecord ? SmallRent : BatchRent, 2 * (count + length)));
        Waiting.CopyTo(wanted);
        Release();
        (_bytes, _start, _end) = (wanted, 0, count);
    }
}
