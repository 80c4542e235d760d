using Adit.Protocols;
using Adit.Protocols.Crypto;
using Adit.Protocols.Ppp;

namespace Adit.Client;

/// <summary>Our side of the change of an expired password (RFC 2759 §7): a new one, proved by the old one.</summary>
internal sealed record PasswordChange(string Password, MsChapV2Change Change)
{
    /// <summary>Makes the change that the server is to be sent.</summary>
    public static PasswordChange Create(Credential credential, string newPassword, PppEvent.ChangeNeeded needed, IRandomSource random)
    {
        var (oldHash, newHash) = (credential.NtHash.ToArray(), MsChapV2.NtPasswordHash(newPassword));
        var (peerChallenge, response) = (new byte[MsChapV2.ChallengeLength], new byte[MsChapV2.NtResponseLength]);
        random.Fill(peerChallenge);
        MsChapV2.NtResponse(needed.Challenge.Span, peerChallenge, credential.UserName, newHash, response);
        return new PasswordChange(newPassword, new MsChapV2Change(
            new MsChapV2Exchange(needed.Identifier, credential.UserName, needed.Challenge, peerChallenge, response),
            MsChapV2PasswordChange.EncryptPassword(newPassword, oldHash, random),
            MsChapV2PasswordChange.EncryptHash(oldHash, newHash)));
    }

    /// <summary>Says nothing.</summary>
    public override string ToString() => nameof(PasswordChange);
}
