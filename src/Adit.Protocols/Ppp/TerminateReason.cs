using System.Buffers.Binary;

namespace Adit.Protocols.Ppp;

/// <summary>
/// The data of a peer's Terminate-Request. RFC 1661 §5.5 leaves it open: pppd sends words, Windows its magic number, the bytes
/// 00 3C CD 74 and an error code.
/// </summary>
internal readonly record struct TerminateReason(int? WindowsError, string Text)
{
    private const int MaxTextLength = 64;
    private const uint WindowsMark = 0x003ccd74;
    private const int WindowsLength = 12;

    public static TerminateReason Read(ReadOnlySpan<byte> data) =>
        data.Length == WindowsLength && BinaryPrimitives.ReadUInt32BigEndian(data[4..]) == WindowsMark
            ? new TerminateReason(BinaryPrimitives.ReadInt32BigEndian(data[8..]), string.Empty)
            : new TerminateReason(null, PeerText.Clean(data, MaxTextLength));
}
