using Adit.Protocols.Eap;

namespace Adit.Access.Decisions;

/// <summary>The end of a conversation that never began (RFC 3748 §4.2): EAP-Failure for the response that was given.</summary>
internal static class EapRefusal
{
    private const int IdentifierOffset = 1;

    public static byte[] Of(ReadOnlyMemory<byte> response) =>
        new EapPacket(EapCode.Failure, response.Length > IdentifierOffset ? response.Span[IdentifierOffset] : (byte)0, EapType.None, default).ToBytes();
}
