using System.Buffers.Binary;
using Adit.Protocols.Crypto;
using Adit.Protocols.Ppp;

namespace Adit.Protocols.Radius;

/// <summary>
/// The attributes that change an expired password: the new one in MS-CHAP-NT-Enc-PW, in parts (RFC 2548 §2.1.7), all else in
/// MS-CHAP2-CPW (§2.3.4).
/// </summary>
internal static class ChangeAttributes
{
    private const byte Code = 7; // MS-CHAP2-CPW
    private const int Length = 68; // code, identifier, encrypted hash, peer challenge, 8 reserved, response, 2 of flags
    private const int HashOffset = 2;
    private const int ChallengeOffset = HashOffset + MsChapV2PasswordChange.EncryptedHashLength;
    private const int ResponseOffset = ChallengeOffset + MsChapV2.ChallengeLength + 8;

    private const byte PartCode = 6; // MS-CHAP-NT-Enc-PW
    private const int PartHeader = 4; // code, identifier, number
    private const int MaxPartLength = RadiusAttributes.MaxMicrosoftValueLength - PartHeader;

    public static void Write(RadiusAttributeWriter writer, MsChapV2Change change)
    {
        Span<byte> rest = stackalloc byte[Length];
        rest.Clear();
        (rest[0], rest[1]) = (Code, change.Exchange.Identifier);
        change.EncryptedHash.Span.CopyTo(rest[HashOffset..]);
        change.Exchange.PeerChallenge.Span.CopyTo(rest[ChallengeOffset..]);
        change.Exchange.NtResponse.Span.CopyTo(rest[ResponseOffset..]);
        writer.Add(MicrosoftAttributeType.ChapChallenge, change.Exchange.AuthenticatorChallenge.Span);
        writer.Add(MicrosoftAttributeType.Chap2Cpw, rest);
        byte number = 0;
        for (var password = change.EncryptedPassword; !password.IsEmpty; password = password[Math.Min(MaxPartLength, password.Length)..])
            writer.Add(
                MicrosoftAttributeType.ChapNtEncPw,
                [PartCode, change.Exchange.Identifier, 0, ++number, .. password.Span[..Math.Min(MaxPartLength, password.Length)]]);
    }

    /// <summary>The change; null where an attribute is missing or has not the length or the code that it is to have.</summary>
    public static MsChapV2Change? Read(RadiusAttributes attributes, ReadOnlySpan<byte> name)
    {
        if (!attributes.TryGet(MicrosoftAttributeType.ChapChallenge, out var challenge) || challenge.Length != MsChapV2.ChallengeLength
            || !attributes.TryGet(MicrosoftAttributeType.Chap2Cpw, out var rest) || rest.Length != Length || rest.Span[0] != Code
            || ReadPassword(attributes) is not { } password)
            return null;

        var exchange = MsChapV2Attributes.NewExchange(
            rest.Span[1], name, challenge, rest.Slice(ChallengeOffset, MsChapV2.ChallengeLength),
            rest.Slice(ResponseOffset, MsChapV2.NtResponseLength));
        return new MsChapV2Change(exchange, password, rest[HashOffset..ChallengeOffset]);
    }

    /// <summary>The parts by their numbers, in whatever order they came. RFC 2548 leaves open whether these begin with 0 or 1.</summary>
    private static byte[]? ReadPassword(RadiusAttributes attributes)
    {
        var parts = attributes.GetAll(MicrosoftAttributeType.ChapNtEncPw).OrderBy(NumberOf).ToList();
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i].Length <= PartHeader || parts[i].Span[0] != PartCode || NumberOf(parts[i]) != NumberOf(parts[0]) + i)
                return null;
        }

        byte[] password = [.. parts.SelectMany(part => part[PartHeader..].ToArray())];
        return password.Length == MsChapV2PasswordChange.EncryptedPasswordLength ? password : null;
    }

    private static int NumberOf(ReadOnlyMemory<byte> part) =>
        part.Length < PartHeader ? -1 : BinaryPrimitives.ReadUInt16BigEndian(part.Span[2..]);
}
