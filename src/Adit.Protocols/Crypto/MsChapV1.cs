using System.Security.Cryptography;
using Adit.Protocols.Ppp;

namespace Adit.Protocols.Crypto;

/// <summary>
/// The arithmetic of MS-CHAP, version 1 (RFC 2433), at the side that checks. Legacy: it proves no server, and whoever listens can guess at
/// leisure. Only for gateways of others that know nothing better.
/// </summary>
public static class MsChapV1
{
    /// <summary>Bytes of a challenge.</summary>
    public const int ChallengeLength = Des.BlockLength;

    /// <summary>Bytes that MPPE's first keys are made of (RFC 3079 §2.3), as RADIUS has them.</summary>
    public const int KeysLength = LmKeyLength + MsChapV2.NtHashLength;

    private const int LmKeyLength = 8;

    /// <summary>Whether whoever answered knows the password (RFC 2433 §A.4).</summary>
    public static bool Verify(MsChapV1Exchange exchange, ReadOnlySpan<byte> ntHash)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        Span<byte> expected = stackalloc byte[MsChapV2.NtResponseLength];
        MsChapV2.ChallengeResponse(exchange.Challenge.Span, ntHash, expected);
        return CryptographicOperations.FixedTimeEquals(expected, exchange.NtResponse.Span);
    }

    /// <summary>
    /// The keys for the gateway: of the LM hash, which nobody keeps any more, eight zeros; and the hash of the NT hash. RFC 2548 §2.4.1 can
    /// be read to mean the NT hash itself, but MPPE is made of this, and the other would be as good as the password.
    /// </summary>
    public static byte[] DeriveKeys(ReadOnlySpan<byte> ntHash) => [.. new byte[LmKeyLength], .. Md4.HashData(ntHash[..MsChapV2.NtHashLength])];
}
