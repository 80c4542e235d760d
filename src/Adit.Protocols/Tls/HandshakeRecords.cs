using System.Buffers.Binary;

namespace Adit.Protocols.Tls;

/// <summary>Joins the records that carry the first handshake message (RFC 8446 §4, §5.1).</summary>
internal static class HandshakeRecords
{
    private const int RecordHeaderLength = 5;
    private const int MessageHeaderLength = 4;
    private const int MaxFragmentLength = 1 << 14;
    private const byte Handshake = 22;
    private const byte ClientHelloType = 1;

    /// <summary>Engines cut a hello into one or two; more than this is meant to cost us.</summary>
    private const int MaxRecords = 64;

    /// <summary>Gives the body of the ClientHello, without its four bytes of header; what follows it is not looked at.</summary>
    public static ClientHelloResult TryJoin(ReadOnlySpan<byte> received, int maxLength, out ReadOnlySpan<byte> body)
    {
        body = default;
        var result = Measure(received, maxLength, out var length);
        if (result is not ClientHelloResult.Parsed)
            return result;

        var message = new byte[length];
        Copy(received, message);
        body = message.AsSpan(MessageHeaderLength);
        return ClientHelloResult.Parsed;
    }

    /// <summary>Walks the records until the whole message has been seen; <paramref name="length"/> is then its length, header included.</summary>
    private static ClientHelloResult Measure(ReadOnlySpan<byte> received, int maxLength, out int length)
    {
        length = MessageHeaderLength;
        Span<byte> header = stackalloc byte[MessageHeaderLength];
        var joined = 0;
        for (var records = 0; !received.IsEmpty; records++)
        {
            if (!LooksLikeRecord(received) || records == MaxRecords)
                return records == 0 ? ClientHelloResult.NotTls : ClientHelloResult.Malformed;

            var fragment = TakeFragment(ref received);
            if (joined < header.Length)
                fragment[..Math.Min(fragment.Length, header.Length - joined)].CopyTo(header[joined..]);

            joined += fragment.Length;
            if (joined > 0 && !TryReadLength(header[..Math.Min(joined, header.Length)], maxLength, ref length))
                return ClientHelloResult.Malformed;

            if (joined >= header.Length && joined >= length)
                return ClientHelloResult.Parsed;
        }

        return ClientHelloResult.NeedMore;
    }

    /// <summary>The message's length as far as its header has come; false once it cannot be a ClientHello that we take.</summary>
    private static bool TryReadLength(ReadOnlySpan<byte> header, int maxLength, ref int length)
    {
        if (header.Length == MessageHeaderLength)
            length = MessageHeaderLength + ((header[1] << 16) | BinaryPrimitives.ReadUInt16BigEndian(header[2..]));

        return header[0] == ClientHelloType && length <= maxLength;
    }

    /// <summary>Whether what has come of a record's header may be one.</summary>
    private static bool LooksLikeRecord(ReadOnlySpan<byte> received) =>
        received[0] == Handshake
        && (received.Length < 2 || received[1] == 3)
        && (received.Length < RecordHeaderLength || BinaryPrimitives.ReadUInt16BigEndian(received[3..]) is > 0 and <= MaxFragmentLength);

    /// <summary>Takes the record at the front, as far as it has come, and gives what is in it.</summary>
    private static ReadOnlySpan<byte> TakeFragment(ref ReadOnlySpan<byte> received)
    {
        var record = received;
        var end = record.Length < RecordHeaderLength
            ? record.Length
            : Math.Min(record.Length, RecordHeaderLength + BinaryPrimitives.ReadUInt16BigEndian(record[3..]));
        received = record[end..];
        return record[Math.Min(end, RecordHeaderLength)..end];
    }

    private static void Copy(ReadOnlySpan<byte> received, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            var fragment = TakeFragment(ref received);
            fragment = fragment[..Math.Min(fragment.Length, destination.Length)];
            fragment.CopyTo(destination);
            destination = destination[fragment.Length..];
        }
    }
}
