using Adit.Protocols.Crypto;

namespace Adit.Protocols.Ppp;

/// <summary>The value of an MS-CHAPv2 Response: 16 bytes of challenge, 8 of zero, 24 of response, a flag (RFC 2759 §4).</summary>
internal readonly record struct MsChapV2Response(ReadOnlyMemory<byte> PeerChallenge, ReadOnlyMemory<byte> NtResponse)
{
    public const int Length = 49;

    private const int NtResponseOffset = MsChapV2.ChallengeLength + 8;

    public static bool TryRead(ReadOnlyMemory<byte> value, out MsChapV2Response response)
    {
        response = default;
        if (value.Length != Length)
            return false;

        response = new MsChapV2Response(
            value[..MsChapV2.ChallengeLength], value.Slice(NtResponseOffset, MsChapV2.NtResponseLength));
        return true;
    }

    public byte[] ToArray()
    {
        var value = new byte[Length];
        PeerChallenge.Span.CopyTo(value);
        NtResponse.Span.CopyTo(value.AsSpan(NtResponseOffset));
        return value;
    }
}
