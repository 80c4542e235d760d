using System.Buffers.Binary;
using System.Net;

namespace Adit.Protocols.Dns;

/// <summary>What a name server answers, as far as it is looked at here: whether, and with which addresses.</summary>
/// <param name="Code">The response code: 0 no error, 3 no such name (RFC 1035 §4.1.1).</param>
/// <param name="Addresses">The addresses in the answer's section, at most <see cref="MaxAddresses"/>.</param>
public sealed record DnsAnswer(byte Code, IReadOnlyList<IPAddress> Addresses)
{
    /// <summary>No such name.</summary>
    public const byte NoSuchName = 3;

    /// <summary>The most addresses that are kept.</summary>
    public const int MaxAddresses = 16;

    private const int MaxRecords = 64;
    private const byte IsAnswer = 0x80;
    private const int FixedRecordLength = 10;
    private const byte Pointer = 0xc0;

    /// <summary>
    /// Reads the answer to <paramref name="query"/>. False for what answers another question and for what cannot be read. Names are
    /// passed over and never followed: an answer cannot make this run in circles.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> query, ReadOnlySpan<byte> message, out DnsAnswer? answer)
    {
        answer = null;
        if (query.Length < DnsQuery.HeaderLength || message.Length < query.Length || (message[2] & IsAnswer) == 0
            || !message[..2].SequenceEqual(query[..2]) || !AsksTheSame(query[DnsQuery.HeaderLength..], message[DnsQuery.HeaderLength..query.Length]))
            return false;

        var records = Math.Min(BinaryPrimitives.ReadUInt16BigEndian(message[6..]), (ushort)MaxRecords);
        var found = new List<IPAddress>();
        var rest = message[query.Length..];
        for (var record = 0; record < records && found.Count < MaxAddresses; record++)
        {
            if (!TryTakeRecord(ref rest, out var type, out var data))
                break; // cut short, as the flag may say: what came until then counts

            if ((type, data.Length) is ((ushort)DnsType.A, 4) or ((ushort)DnsType.Aaaa, 16))
                found.Add(new IPAddress(data));
        }

        answer = new DnsAnswer((byte)(message[3] & 0x0f), found);
        return true;
    }

    /// <summary>Servers may give back the name in letters of another size (RFC 4343).</summary>
    private static bool AsksTheSame(ReadOnlySpan<byte> asked, ReadOnlySpan<byte> answered) => System.Text.Ascii.EqualsIgnoreCase(asked, answered);

    private static bool TryTakeRecord(ref ReadOnlySpan<byte> rest, out ushort type, out ReadOnlySpan<byte> data)
    {
        type = 0;
        data = default;
        if (!TrySkipName(ref rest) || rest.Length < FixedRecordLength)
            return false;

        type = BinaryPrimitives.ReadUInt16BigEndian(rest);
        var length = BinaryPrimitives.ReadUInt16BigEndian(rest[8..]);
        if (rest.Length < FixedRecordLength + length)
            return false;

        data = rest.Slice(FixedRecordLength, length);
        rest = rest[(FixedRecordLength + length)..];
        return true;
    }

    private static bool TrySkipName(ref ReadOnlySpan<byte> rest)
    {
        while (!rest.IsEmpty)
        {
            var length = rest[0];
            if ((length & Pointer) == Pointer)
                return TrySkip(ref rest, 2);
            if ((length & Pointer) != 0 || !TrySkip(ref rest, 1 + length))
                return false;
            if (length == 0)
                return true;
        }

        return false;
    }

    private static bool TrySkip(ref ReadOnlySpan<byte> rest, int count)
    {
        if (rest.Length < count)
            return false;

        rest = rest[count..];
        return true;
    }
}
