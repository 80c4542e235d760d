using System.Buffers.Binary;

namespace Adit.Protocols.Eap.Tls;

/// <summary>
/// The data of a request or a response of EAP-TLS (RFC 5216 §3), PEAP ([MS-PEAP] §2.2.1) and TTLS (RFC 5281 §9.1): flags, the version of
/// the latter two, the length of the whole message where it says so, and a fragment of it.
/// </summary>
/// <param name="IsStart">The S bit: begin.</param>
/// <param name="HasMore">The M bit: more fragments follow.</param>
/// <param name="Version">The lowest three bits; 0 in EAP-TLS.</param>
/// <param name="MessageLength">The L bit and what it brings; null without.</param>
/// <param name="Data">Records of TLS: a view into what was read.</param>
public readonly record struct EapTlsPacket(bool IsStart, bool HasMore, int Version, uint? MessageLength, ReadOnlyMemory<byte> Data)
{
    private const byte LengthIncluded = 0x80;
    private const byte MoreFragments = 0x40;
    private const byte Start = 0x20;
    private const byte VersionBits = 0x07;
    private const int LengthOfLength = 4;

    /// <summary>Bytes that <see cref="ToBytes"/> gives.</summary>
    public int Length => 1 + (MessageLength is null ? 0 : LengthOfLength) + Data.Length;

    /// <summary>Whether it only says that a fragment has come.</summary>
    public bool IsAcknowledgement => !IsStart && !HasMore && Data.IsEmpty;

    /// <summary>Reads what follows the type; false where it is none. Reserved bits are passed over, as RFC 5216 has it.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> data, out EapTlsPacket packet)
    {
        packet = default;
        if (data.IsEmpty)
            return false;

        var flags = data.Span[0];
        var hasLength = (flags & LengthIncluded) != 0;
        if (hasLength && data.Length < 1 + LengthOfLength)
            return false;

        packet = new EapTlsPacket(
            (flags & Start) != 0, (flags & MoreFragments) != 0, flags & VersionBits,
            hasLength ? BinaryPrimitives.ReadUInt32BigEndian(data.Span[1..]) : null, data[(hasLength ? 1 + LengthOfLength : 1)..]);
        return true;
    }

    /// <summary>Its bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        bytes[0] = (byte)((MessageLength is null ? 0 : LengthIncluded) | (HasMore ? MoreFragments : 0) | (IsStart ? Start : 0) | Version);
        if (MessageLength is { } length)
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(1), length);
        Data.Span.CopyTo(bytes.AsSpan(Length - Data.Length));
        return bytes;
    }

    /// <summary>Names its bits; what TLS says is not for eyes.</summary>
    public override string ToString() => $"{(IsStart ? "start" : HasMore ? "more" : "last")}, {Data.Length} bytes";
}
