using Adit.Protocols.Crypto;
using Adit.Protocols.Ppp;

namespace Adit.Protocols.Radius;

/// <summary>The attributes of MS-CHAP, version 1, of vendor 311 (RFC 2548 §2.1 and §2.4.1).</summary>
internal static class MsChapV1Attributes
{
    private const int ResponseLength = 50;
    private const int NtResponseOffset = 26;
    private const byte UseNtResponse = 1;

    public static void WriteExchange(RadiusAttributeWriter writer, MsChapV1Exchange exchange)
    {
        Span<byte> response = stackalloc byte[ResponseLength]; // identifier, flags, a response to LAN Manager's hash, one to the NT hash
        response.Clear();
        response[0] = exchange.Identifier;
        response[1] = exchange.NtResponse.IsEmpty ? (byte)0 : UseNtResponse;
        exchange.NtResponse.Span.CopyTo(response[NtResponseOffset..]);
        writer.Add(MicrosoftAttributeType.ChapChallenge, exchange.Challenge.Span);
        writer.Add(MicrosoftAttributeType.ChapResponse, response);
    }

    /// <summary>Names that are not UTF-8 are Latin-1, as PPP reads them.</summary>
    public static MsChapV1Exchange? ReadExchange(RadiusAttributes attributes, string userName, bool isLatin1) =>
        attributes.TryGet(MicrosoftAttributeType.ChapChallenge, out var challenge) && challenge.Length == MsChapV1.ChallengeLength
            && attributes.TryGet(MicrosoftAttributeType.ChapResponse, out var response) && response.Length == ResponseLength
            ? new MsChapV1Exchange(
                response.Span[0], userName, challenge, response.Span[1] == UseNtResponse ? response[NtResponseOffset..] : default, isLatin1)
            : null;
}
