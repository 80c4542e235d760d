using System.Security.Cryptography;
using System.Text;
using Adit.Protocols.Ppp;

namespace Adit.Protocols.Crypto;

/// <summary>
/// The arithmetic of MS-CHAPv2 (RFC 2759 §8), for both sides. The server works from the 16-byte NT hash, the client from its password.
/// Legacy: who sees an exchange can find the NT hash by trying 2^56 keys, so it belongs inside TLS, as SSTP has it.
/// </summary>
public static class MsChapV2
{
    /// <summary>Bytes of the authenticator's and of the peer's challenge.</summary>
    public const int ChallengeLength = 16;

    /// <summary>Bytes of the NT hash of a password.</summary>
    public const int NtHashLength = Md4.HashLength;

    /// <summary>Bytes of the NT-Response.</summary>
    public const int NtResponseLength = 24;

    /// <summary>Characters of the authenticator's response: "S=" and 40 hexadecimal digits.</summary>
    public const int AuthenticatorResponseLength = 42;

    /// <summary>NtPasswordHash (§8.3): MD4 over the password in UTF-16.</summary>
    public static byte[] NtPasswordHash(string password)
    {
        var unicode = Encoding.Unicode.GetBytes(password);
        try
        {
            return Md4.HashData(unicode);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(unicode);
        }
    }

    /// <summary>GenerateNTResponse (§8.1) into 24 bytes. The name is hashed as UTF-8, without a <c>DOMAIN\</c> before it.</summary>
    public static void NtResponse(
        ReadOnlySpan<byte> authenticatorChallenge,
        ReadOnlySpan<byte> peerChallenge,
        string userName,
        ReadOnlySpan<byte> ntHash,
        Span<byte> destination) =>
        NtResponse(authenticatorChallenge, peerChallenge, Encoding.UTF8.GetBytes(userName), ntHash, destination);

    /// <summary>GenerateAuthenticatorResponse (§8.7): the "S=" text of 42 characters. The name is hashed as UTF-8.</summary>
    public static string AuthenticatorResponse(
        ReadOnlySpan<byte> authenticatorChallenge,
        ReadOnlySpan<byte> peerChallenge,
        string userName,
        ReadOnlySpan<byte> ntHash,
        ReadOnlySpan<byte> ntResponse) =>
        AuthenticatorResponse(authenticatorChallenge, peerChallenge, Encoding.UTF8.GetBytes(userName), ntHash, ntResponse);

    /// <summary>The authenticator's response to an exchange that <see cref="Verify"/> found right.</summary>
    public static string AuthenticatorResponse(MsChapV2Exchange exchange, ReadOnlySpan<byte> ntHash) =>
        AuthenticatorResponse(
            exchange.AuthenticatorChallenge.Span, exchange.PeerChallenge.Span, exchange.EncodeUserName(), ntHash, exchange.NtResponse.Span);

    /// <summary>Whether the response of <paramref name="exchange"/> was made from this hash; compares in constant time.</summary>
    public static bool Verify(MsChapV2Exchange exchange, ReadOnlySpan<byte> ntHash)
    {
        if (exchange.NtResponse.Length != NtResponseLength)
            return false;

        Span<byte> expected = stackalloc byte[NtResponseLength];
        NtResponse(exchange.AuthenticatorChallenge.Span, exchange.PeerChallenge.Span, exchange.EncodeUserName(), ntHash, expected);
        return CryptographicOperations.FixedTimeEquals(expected, exchange.NtResponse.Span);
    }

    /// <summary>CheckAuthenticatorResponse (§8.8): whether the server's "S=" text proves that it knows the hash too.</summary>
    public static bool CheckAuthenticatorResponse(
        string received,
        ReadOnlySpan<byte> authenticatorChallenge,
        ReadOnlySpan<byte> peerChallenge,
        string userName,
        ReadOnlySpan<byte> ntHash,
        ReadOnlySpan<byte> ntResponse)
    {
        var expected = Encoding.ASCII.GetBytes(AuthenticatorResponse(authenticatorChallenge, peerChallenge, userName, ntHash, ntResponse));
        var offered = Encoding.UTF8.GetBytes(received);
        return offered.Length == expected.Length && CryptographicOperations.FixedTimeEquals(expected, offered);
    }

    /// <summary>The session keys (RFC 3079 §3.4), 16 bytes each, as the server names them whichever side asks.</summary>
    public static SessionKeys DeriveKeys(ReadOnlySpan<byte> ntHash, ReadOnlySpan<byte> ntResponse) =>
        MsChapV2Keys.Derive(ntHash, ntResponse);

    /// <summary>ChallengeHash (§8.2): eight bytes over both challenges and the name without its domain.</summary>
    internal static byte[] ChallengeHash(
        ReadOnlySpan<byte> authenticatorChallenge, ReadOnlySpan<byte> peerChallenge, ReadOnlySpan<byte> userName)
    {
        byte[] input = [.. peerChallenge, .. authenticatorChallenge, .. WithoutDomain(userName)];
        return SHA1.HashData(input)[..Des.BlockLength];
    }

    /// <summary>GenerateNTResponse (§8.1) into 24 bytes, over the name's bytes as they are.</summary>
    public static void NtResponse(
        ReadOnlySpan<byte> authenticatorChallenge,
        ReadOnlySpan<byte> peerChallenge,
        ReadOnlySpan<byte> userName,
        ReadOnlySpan<byte> ntHash,
        Span<byte> destination)
    {
        ChallengeResponse(ChallengeHash(authenticatorChallenge, peerChallenge, userName), ntHash, destination);
    }

    /// <summary>ChallengeResponse (§8.5) into 24 bytes.</summary>
    /// <param name="challenge">8 bytes.</param>
    /// <param name="ntHash">16 bytes.</param>
    /// <param name="destination">24 bytes.</param>
    public static void ChallengeResponse(ReadOnlySpan<byte> challenge, ReadOnlySpan<byte> ntHash, Span<byte> destination)
    {
        Span<byte> keys = stackalloc byte[3 * Des.KeyLength];
        keys.Clear();
        ntHash[..NtHashLength].CopyTo(keys);
        for (var i = 0; i < 3; i++)
            Des.Encrypt(keys[(i * Des.KeyLength)..], challenge, destination.Slice(i * Des.BlockLength, Des.BlockLength));

        CryptographicOperations.ZeroMemory(keys);
    }

    private static string AuthenticatorResponse(
        ReadOnlySpan<byte> authenticatorChallenge,
        ReadOnlySpan<byte> peerChallenge,
        ReadOnlySpan<byte> userName,
        ReadOnlySpan<byte> ntHash,
        ReadOnlySpan<byte> ntResponse)
    {
        byte[] input = [.. Md4.HashData(ntHash), .. ntResponse, .. "Magic server to client signing constant"u8];
        var digest = SHA1.HashData(input);
        byte[] again =
        [
            .. digest, .. ChallengeHash(authenticatorChallenge, peerChallenge, userName), .. "Pad to make it do more than one iteration"u8,
        ];
        return "S=" + Convert.ToHexString(SHA1.HashData(again));
    }

    private static ReadOnlySpan<byte> WithoutDomain(ReadOnlySpan<byte> userName) => userName[(userName.LastIndexOf((byte)'\\') + 1)..];
}
