using System.Security.Cryptography;
using Adit.Protocols.Crypto;
using Adit.Protocols.Ppp;

namespace Adit.Protocols.Tests.Crypto;

/// <summary>RFC 2759 has no vectors for its change of password; these were computed from its §8 with openssl's md4, rc4 and des-ecb.</summary>
public sealed class MsChapV2PasswordChangeTests
{
    private const string NewPassword = "newClientPäss";

    private static readonly byte[] s_oldHash = MsChapV2.NtPasswordHash("clientPass");
    private static readonly byte[] s_newHash = MsChapV2.NtPasswordHash(NewPassword);

    [Fact]
    public void The_encrypted_password_is_the_one_that_openssl_makes()
    {
        var encrypted = MsChapV2PasswordChange.EncryptPassword(NewPassword, s_oldHash, new Zeros());

        Assert.Equal("92E2CBEFB3F9F014280CFB88603137E0", Convert.ToHexString(encrypted[..16]));
        Assert.Equal(
            "5E19AEEC3D6841ABF02C5335630CB553C59F01EE06A90F8B687A5A84CEB902E1", Convert.ToHexString(SHA256.HashData(encrypted)));
    }

    [Fact]
    public void The_encrypted_hash_is_the_one_that_openssl_makes() =>
        Assert.Equal("2089DC92158DCA47033FDF4E82FE8FA8", Convert.ToHexString(MsChapV2PasswordChange.EncryptHash(s_oldHash, s_newHash)));

    [Theory]
    [InlineData("p")]
    [InlineData(NewPassword)]
    [InlineData("pässwörd 😀")]
    public void Who_knows_the_old_password_gives_the_new_one(string password)
    {
        Assert.True(MsChapV2PasswordChange.TryRead(Change(password), s_oldHash, out var read));

        Assert.Equal(password, read);
    }

    [Fact]
    public void The_longest_password_is_taken()
    {
        var longest = new string('x', MsChapV2PasswordChange.MaxPasswordLength);

        Assert.True(MsChapV2PasswordChange.TryRead(Change(longest), s_oldHash, out var read));

        Assert.Equal(longest, read);
        Assert.Throws<ArgumentException>(() => MsChapV2PasswordChange.EncryptPassword(longest + "x", s_oldHash, new Zeros()));
    }

    [Fact]
    public void Who_does_not_know_the_old_password_changes_nothing() =>
        Assert.False(MsChapV2PasswordChange.TryRead(Change(NewPassword), MsChapV2.NtPasswordHash("clientpass"), out _));

    [Fact]
    public void Every_part_of_a_change_is_proved()
    {
        var right = Change(NewPassword);

        Assert.All(
            [
                right with { EncryptedPassword = Flipped(right.EncryptedPassword, 511) },
                right with { EncryptedPassword = Flipped(right.EncryptedPassword, 512) },
                right with { EncryptedPassword = Flipped(right.EncryptedPassword, 515) },
                right with { EncryptedPassword = right.EncryptedPassword[1..] },
                right with { EncryptedHash = Flipped(right.EncryptedHash, 15) },
                right with { EncryptedHash = default },
                right with { Exchange = right.Exchange with { NtResponse = Flipped(right.Exchange.NtResponse, 0) } },
                right with { Exchange = right.Exchange with { AuthenticatorChallenge = new byte[16] } },
                right with { Exchange = right.Exchange with { UserName = "other" } },
            ],
            change => Assert.False(MsChapV2PasswordChange.TryRead(change, s_oldHash, out _)));
    }

    [Fact]
    public void A_change_never_prints_what_it_holds() =>
        Assert.Equal("MsChapV2Change { User }", Change(NewPassword).ToString());

    private static MsChapV2Change Change(string password)
    {
        var (challenge, response) = (new byte[16], new byte[MsChapV2.NtResponseLength]);
        challenge.AsSpan().Fill(7);
        var newHash = MsChapV2.NtPasswordHash(password);
        MsChapV2.NtResponse(challenge, challenge, "User", newHash, response);
        return new MsChapV2Change(
            new MsChapV2Exchange(8, "User", challenge, challenge, response),
            MsChapV2PasswordChange.EncryptPassword(password, s_oldHash, new Zeros()),
            MsChapV2PasswordChange.EncryptHash(s_oldHash, newHash));
    }

    private static byte[] Flipped(ReadOnlyMemory<byte> bytes, int at)
    {
        var copy = bytes.ToArray();
        copy[at] ^= 1;
        return copy;
    }

    private sealed class Zeros : IRandomSource
    {
        public void Fill(Span<byte> destination) => destination.Clear();
    }
}
