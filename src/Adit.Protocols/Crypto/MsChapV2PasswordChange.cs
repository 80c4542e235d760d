using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Adit.Protocols.Ppp;

namespace Adit.Protocols.Crypto;

/// <summary>
/// The arithmetic of a change of password (RFC 2759 §8.9 to §8.13), for both sides. Legacy: who knows the old password's hash reads the
/// new password, so it belongs inside TLS, as SSTP has it.
/// </summary>
public static class MsChapV2PasswordChange
{
    /// <summary>Characters of UTF-16 that a new password may have.</summary>
    public const int MaxPasswordLength = 256;

    /// <summary>Bytes of the new password under the old one's hash: room for it, and its length.</summary>
    public const int EncryptedPasswordLength = PasswordRoom + sizeof(uint);

    /// <summary>Bytes of the old hash under the new one.</summary>
    public const int EncryptedHashLength = MsChapV2.NtHashLength;

    private const int PasswordRoom = MaxPasswordLength * sizeof(char);

    /// <summary>NewPasswordEncryptedWithOldNtPasswordHash (§8.9): the password at the end of its room, random bytes before it.</summary>
    /// <param name="newPassword">1 to 256 characters.</param>
    /// <param name="oldHash">16 bytes.</param>
    /// <param name="random">For what is before the password.</param>
    public static byte[] EncryptPassword(string newPassword, ReadOnlySpan<byte> oldHash, IRandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        var length = Encoding.Unicode.GetByteCount(newPassword);
        if (length is 0 or > PasswordRoom)
            throw new ArgumentException($"A password has 1 to {MaxPasswordLength} characters.", nameof(newPassword));
        var block = new byte[EncryptedPasswordLength];
        random.Fill(block.AsSpan(0, PasswordRoom - length));
        Encoding.Unicode.GetBytes(newPassword, block.AsSpan(PasswordRoom - length, length));
        BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(PasswordRoom), length);
        Rc4.Transform(oldHash[..MsChapV2.NtHashLength], block);
        return block;
    }

    /// <summary>OldNtPasswordHashEncryptedWithNewNtPasswordHash (§8.12): DES, the one half under the other hash's half.</summary>
    public static byte[] EncryptHash(ReadOnlySpan<byte> oldHash, ReadOnlySpan<byte> newHash)
    {
        var encrypted = new byte[EncryptedHashLength];
        Des.Encrypt(newHash, oldHash[..Des.BlockLength], encrypted.AsSpan(0, Des.BlockLength));
        Des.Encrypt(newHash[Des.KeyLength..], oldHash[Des.BlockLength..MsChapV2.NtHashLength], encrypted.AsSpan(Des.BlockLength));
        return encrypted;
    }

    /// <summary>
    /// The new password, where whoever made the change knew the old one: it decrypts, the old hash comes back from under the new one, and
    /// the response was made from it. The work is the same for a right and a wrong one.
    /// </summary>
    public static bool TryRead(MsChapV2Change change, ReadOnlySpan<byte> oldHash, [NotNullWhen(true)] out string? newPassword)
    {
        ArgumentNullException.ThrowIfNull(change);
        newPassword = null;
        if (change.EncryptedPassword.Length != EncryptedPasswordLength || change.EncryptedHash.Length != EncryptedHashLength)
            return false;

        var (given, hasLength) = Decrypt(change.EncryptedPassword.Span, oldHash);
        var newHash = MsChapV2.NtPasswordHash(given);
        var isRight = CryptographicOperations.FixedTimeEquals(EncryptHash(oldHash, newHash), change.EncryptedHash.Span)
            & MsChapV2.Verify(change.Exchange, newHash) & hasLength;
        CryptographicOperations.ZeroMemory(newHash);
        newPassword = isRight ? given : null;
        return isRight;
    }

    /// <summary>A wrong hash gives random bytes, whose length is most likely none.</summary>
    private static (string Password, bool HasLength) Decrypt(ReadOnlySpan<byte> encrypted, ReadOnlySpan<byte> oldHash)
    {
        var block = encrypted.ToArray();
        Rc4.Transform(oldHash[..MsChapV2.NtHashLength], block);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(block.AsSpan(PasswordRoom));
        var isLength = length is > 0 and <= PasswordRoom && length % sizeof(char) == 0;
        var password = Encoding.Unicode.GetString(block.AsSpan(0, PasswordRoom)[^(isLength ? (int)length : PasswordRoom)..]);
        CryptographicOperations.ZeroMemory(block);
        return (password, isLength);
    }
}
