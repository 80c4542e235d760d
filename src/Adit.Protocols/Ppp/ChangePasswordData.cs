using Adit.Protocols.Crypto;

namespace Adit.Protocols.Ppp;

/// <summary>
/// The data of a Change-Password packet (RFC 2759 §7), the same in PPP and in EAP-MSCHAPv2: 516 bytes of encrypted password, 16 of
/// encrypted hash, 16 of challenge, 8 of zero, 24 of response, two of flags. Views into what was read.
/// </summary>
internal readonly record struct ChangePasswordData(
    ReadOnlyMemory<byte> EncryptedPassword, ReadOnlyMemory<byte> EncryptedHash, ReadOnlyMemory<byte> PeerChallenge, ReadOnlyMemory<byte> NtResponse)
{
    public const int Length = ResponseOffset + MsChapV2.NtResponseLength + 2;

    private const int HashOffset = MsChapV2PasswordChange.EncryptedPasswordLength;
    private const int ChallengeOffset = HashOffset + MsChapV2PasswordChange.EncryptedHashLength;
    private const int ResponseOffset = ChallengeOffset + MsChapV2.ChallengeLength + 8;

    public static bool TryRead(ReadOnlyMemory<byte> data, out ChangePasswordData change)
    {
        change = default;
        if (data.Length != Length)
            return false;

        change = new ChangePasswordData(
            data[..HashOffset], data[HashOffset..ChallengeOffset],
            data.Slice(ChallengeOffset, MsChapV2.ChallengeLength), data.Slice(ResponseOffset, MsChapV2.NtResponseLength));
        return true;
    }

    public static ChangePasswordData Of(MsChapV2Change change) =>
        new(change.EncryptedPassword, change.EncryptedHash, change.Exchange.PeerChallenge, change.Exchange.NtResponse);

    public MsChapV2Change ToChange(MsChapV2Exchange former, byte identifier, ReadOnlyMemory<byte> challenge) => new(
        former with { Identifier = identifier, AuthenticatorChallenge = challenge, PeerChallenge = PeerChallenge, NtResponse = NtResponse },
        EncryptedPassword, EncryptedHash);

    public byte[] ToArray()
    {
        var data = new byte[Length];
        EncryptedPassword.Span.CopyTo(data);
        EncryptedHash.Span.CopyTo(data.AsSpan(HashOffset));
        PeerChallenge.Span.CopyTo(data.AsSpan(ChallengeOffset));
        NtResponse.Span.CopyTo(data.AsSpan(ResponseOffset));
        return data;
    }

    /// <summary>Says only what it is.</summary>
    public override string ToString() => nameof(ChangePasswordData);
}
