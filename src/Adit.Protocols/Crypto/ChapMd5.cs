using System.Security.Cryptography;
using Adit.Protocols.Ppp;

namespace Adit.Protocols.Crypto;

/// <summary>
/// The arithmetic of CHAP-MD5 (RFC 1994 §4.1), for both sides. Legacy: both need the password in clear, and who sees an exchange can try
/// passwords as fast as MD5 goes, so it belongs inside TLS.
/// </summary>
public static class ChapMd5
{
    /// <summary>Bytes of a response.</summary>
    public const int ResponseLength = MD5.HashSizeInBytes;

    /// <summary>The response: MD5 over identifier, password and challenge.</summary>
    public static byte[] Response(byte identifier, ReadOnlySpan<byte> password, ReadOnlySpan<byte> challenge)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        hash.AppendData([identifier]);
        hash.AppendData(password);
        hash.AppendData(challenge);
        return hash.GetHashAndReset();
    }

    /// <summary>Whether the response of <paramref name="exchange"/> was made from this password; compares in constant time.</summary>
    public static bool Verify(ChapMd5Exchange exchange, ReadOnlySpan<byte> password) => CryptographicOperations.FixedTimeEquals(
        Response(exchange.Identifier, password, exchange.Challenge.Span), exchange.Response.Span);
}
