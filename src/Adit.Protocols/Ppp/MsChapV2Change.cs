using Adit.Protocols.Crypto;

namespace Adit.Protocols.Ppp;

/// <summary>
/// A new password for an expired one (RFC 2759 §7). The old one proves it; never prints what it holds.
/// </summary>
/// <param name="Exchange">The response that the new password makes to the challenge of the Failure packet.</param>
/// <param name="EncryptedPassword">516 bytes: the new password under the old one's hash (§8.9).</param>
/// <param name="EncryptedHash">16 bytes: the old hash under the new one (§8.12).</param>
public sealed record MsChapV2Change(MsChapV2Exchange Exchange, ReadOnlyMemory<byte> EncryptedPassword, ReadOnlyMemory<byte> EncryptedHash)
{
    /// <summary>Our side of a change: what the server is to be sent.</summary>
    /// <param name="identifier">Of the packet that it goes in.</param>
    /// <param name="userName">The name as it is sent.</param>
    /// <param name="challenge">That of the Failure packet, 16 bytes.</param>
    /// <param name="oldHash">The old password's.</param>
    /// <param name="newPassword">1 to 256 characters.</param>
    /// <param name="random">For our challenge, and what fills the password's room.</param>
    public static MsChapV2Change Create(
        byte identifier, string userName, ReadOnlyMemory<byte> challenge, ReadOnlySpan<byte> oldHash, string newPassword, IRandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var newHash = MsChapV2.NtPasswordHash(newPassword);
        var (peerChallenge, response) = (new byte[MsChapV2.ChallengeLength], new byte[MsChapV2.NtResponseLength]);
        random.Fill(peerChallenge);
        MsChapV2.NtResponse(challenge.Span, peerChallenge, userName, newHash, response);
        return new MsChapV2Change(
            new MsChapV2Exchange(identifier, userName, challenge, peerChallenge, response),
            MsChapV2PasswordChange.EncryptPassword(newPassword, oldHash, random),
            MsChapV2PasswordChange.EncryptHash(oldHash, newHash));
    }

    /// <summary>The name alone.</summary>
    public override string ToString() => $"{nameof(MsChapV2Change)} {{ {Exchange.UserName} }}";
}
