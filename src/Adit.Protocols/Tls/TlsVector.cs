using System.Buffers.Binary;

namespace Adit.Protocols.Tls;

/// <summary>Reads the presentation language of RFC 8446 §3 from the front of some bytes; each step says whether they were there.</summary>
internal ref struct TlsVector(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsEmpty => _rest.IsEmpty;

    public bool TryTake(int length, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (_rest.Length < length)
            return false;

        taken = _rest[..length];
        _rest = _rest[length..];
        return true;
    }

    public bool TryTakeUInt16(out ushort value)
    {
        var isThere = TryTake(2, out var bytes);
        value = isThere ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : (ushort)0;
        return isThere;
    }

    /// <summary>A vector whose length stands in front of it in one byte.</summary>
    public bool TryTakeVector8(out ReadOnlySpan<byte> vector)
    {
        vector = default;
        return TryTake(1, out var length) && TryTake(length[0], out vector);
    }

    /// <summary>A vector whose length stands in front of it in two bytes.</summary>
    public bool TryTakeVector16(out ReadOnlySpan<byte> vector)
    {
        vector = default;
        return TryTakeUInt16(out var length) && TryTake(length, out vector);
    }

    /// <summary>A vector whose length stands in front of it in three bytes.</summary>
    public bool TryTakeVector24(out ReadOnlySpan<byte> vector)
    {
        vector = default;
        return TryTake(3, out var length) && TryTake((length[0] << 16) | BinaryPrimitives.ReadUInt16BigEndian(length[1..]), out vector);
    }
}
