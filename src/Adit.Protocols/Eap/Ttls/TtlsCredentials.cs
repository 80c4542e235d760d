using System.Security.Cryptography;
using Adit.Protocols.Crypto;
using Adit.Protocols.Ppp;
using Adit.Protocols.Radius;

namespace Adit.Protocols.Eap.Ttls;

/// <summary>Credentials in AVPs. Challenges are not sent: both ends take them from the tunnel (RFC 5281 §11.1).</summary>
internal static class TtlsCredentials
{
    /// <summary>Bytes of the implicit challenge: 16 of challenge, one of identifier.</summary>
    public const int ChallengeLength = ChallengeOnly + 1;

    private const int ChallengeOnly = 16;
    private const int MaxNameLength = 253;
    private const int MaxPasswordLength = 255;
    private const int MsChapHeaderLength = 2; // identifier, flags; what follows is as in PPP, but for the flags behind it

    /// <summary>What the peer proves itself with; null for nothing that is whole and of our challenge.</summary>
    /// <param name="avps">All that the peer sent.</param>
    /// <param name="challenge">The implicit challenge.</param>
    public static (TtlsMethod Method, AccessCredentials Credentials)? Read(IReadOnlyList<TtlsAvp> avps, ReadOnlyMemory<byte> challenge)
    {
        if (Find(avps, TtlsAvpCode.UserName) is not { Length: > 0 and <= MaxNameLength } name)
            return null;

        var user = EapText.Decode(name.Span);
        return ReadPap(avps, user) ?? ReadChap(avps, user, challenge) ?? ReadMsChapV2(avps, user, challenge);
    }

    /// <summary>§11.2.5: NULs behind the password hide its length.</summary>
    private static (TtlsMethod Method, AccessCredentials Credentials)? ReadPap(IReadOnlyList<TtlsAvp> avps, string user)
    {
        if (Find(avps, TtlsAvpCode.UserPassword) is not { } padded)
            return null;

        var length = padded.Span.LastIndexOfAnyExcept((byte)0) + 1;
        return length <= MaxPasswordLength ? (TtlsMethod.Pap, new AccessCredentials.Pap(user, padded[..length].ToArray())) : null;
    }

    private static (TtlsMethod Method, AccessCredentials Credentials)? ReadChap(
        IReadOnlyList<TtlsAvp> avps, string user, ReadOnlyMemory<byte> challenge)
    {
        if (!HasChallenge(avps, TtlsAvpCode.ChapChallenge, challenge)
            || Find(avps, TtlsAvpCode.ChapPassword) is not { Length: 1 + ChapMd5.ResponseLength } value || !HasIdentifier(value, challenge))
            return null;

        var exchange = new ChapMd5Exchange(value.Span[0], user, challenge[..ChallengeOnly], value[1..].ToArray());
        return (TtlsMethod.Chap, new AccessCredentials.ChapMd5(exchange));
    }

    private static (TtlsMethod Method, AccessCredentials Credentials)? ReadMsChapV2(
        IReadOnlyList<TtlsAvp> avps, string user, ReadOnlyMemory<byte> challenge)
    {
        if (!HasChallenge(avps, TtlsAvpCode.MsChapChallenge, challenge)
            || Find(avps, TtlsAvpCode.MsChap2Response) is not { Length: MsChapHeaderLength + MsChapV2Response.Length - 1 } value
            || !HasIdentifier(value, challenge))
            return null;

        MsChapV2Response.TryRead((byte[])[.. value.Span[MsChapHeaderLength..], 0], out var response);
        var exchange = new MsChapV2Exchange(
            value.Span[0], user, challenge[..ChallengeOnly], response.PeerChallenge, response.NtResponse, IsLatin1(avps));
        return (TtlsMethod.MsChapV2, new AccessCredentials.MsChapV2(exchange));
    }

    private static bool IsLatin1(IReadOnlyList<TtlsAvp> avps) =>
        !System.Text.Unicode.Utf8.IsValid(Find(avps, TtlsAvpCode.UserName)!.Value.Span);

    /// <summary>Another challenge than the tunnel's may have been answered by somebody else, elsewhere.</summary>
    private static bool HasChallenge(IReadOnlyList<TtlsAvp> avps, TtlsAvpCode code, ReadOnlyMemory<byte> challenge) =>
        Find(avps, code) is { } value && CryptographicOperations.FixedTimeEquals(value.Span, challenge.Span[..ChallengeOnly]);

    private static bool HasIdentifier(ReadOnlyMemory<byte> value, ReadOnlyMemory<byte> challenge) =>
        value.Span[0] == challenge.Span[ChallengeOnly];

    private static ReadOnlyMemory<byte>? Find(IReadOnlyList<TtlsAvp> avps, TtlsAvpCode code)
    {
        foreach (var avp in avps)
        {
            if (avp.Code == code)
                return avp.Value;
        }

        return null;
    }
}
