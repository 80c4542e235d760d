using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Adit.Linux.Sockets;

/// <summary>
/// Follows the borders of TLS records (RFC 8446 §5.1) through a stream handed out in arbitrary pieces. It only counts: what the
/// records hold, and whether they are well-formed, is the TLS engine's to judge.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct TlsRecordCursor
{
    public const int HeaderLength = 5;

    private const int LengthOffset = 3;

    private int _headerBytes; // of the current record's header, taken so far
    private int _bodyLength;
    private int _bodyLeft;

    public readonly bool AtBorder => _headerBytes == 0;

    /// <summary>How many of the bytes ahead belong to the current record.</summary>
    public readonly int Measure(ReadOnlySpan<byte> ahead)
    {
        if (_headerBytes == HeaderLength)
            return Math.Min(_bodyLeft, ahead.Length);

        var headerLeft = HeaderLength - _headerBytes;
        if (ahead.Length <= headerLeft)
            return ahead.Length;

        var cursor = this;
        cursor.Take(ahead[..headerLeft]);
        return headerLeft + Math.Min(cursor._bodyLeft, ahead.Length - headerLeft);
    }

    /// <summary>Moves over bytes of which <see cref="Measure"/> said that they belong to the current record.</summary>
    public void Take(ReadOnlySpan<byte> bytes)
    {
        while (_headerBytes < HeaderLength && bytes.Length > 0)
        {
            if (_headerBytes == LengthOffset)
                _bodyLength = bytes[0] << 8;
            else if (_headerBytes == LengthOffset + 1)
                _bodyLeft = _bodyLength | bytes[0];
            _headerBytes++;
            bytes = bytes[1..];
        }

        _bodyLeft -= bytes.Length;
        if (_headerBytes == HeaderLength && _bodyLeft == 0)
            _headerBytes = 0;
    }

    /// <summary>Whether a record begins here and all of it is ahead.</summary>
    public readonly bool HasWholeRecord(ReadOnlySpan<byte> ahead) =>
        AtBorder && ahead.Length >= HeaderLength
        && ahead.Length >= HeaderLength + BinaryPrimitives.ReadUInt16BigEndian(ahead[LengthOffset..]);
}
