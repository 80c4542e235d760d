using System.Security.Cryptography;
using System.Text;

namespace Adit.Access.Sealing;

/// <summary>
/// Seals secrets for the database with AES-256-GCM. A sealed secret opens only for the purpose and subject it was sealed for, so rows
/// cannot be swapped, and it names its key. Format: version 1, key id 8, nonce 12, tag 16, ciphertext. May be called from any thread.
/// </summary>
public sealed class SecretSealer
{
    /// <summary>Bytes of key.</summary>
    public const int KeyLength = 32;

    private const byte Version = 1;
    private const int KeyIdLength = 8;
    private const int NonceOffset = 1 + KeyIdLength;
    private const int NonceLength = 12;
    private const int TagOffset = NonceOffset + NonceLength;
    private const int TagLength = 16;
    private const int HeaderLength = TagOffset + TagLength;

    private readonly byte[] _key;
    private readonly byte[] _keyId;
    private AesGcm? _spare; // whoever needs one takes it: it serves one thread at a time, and to make one takes longer than to open a password

    /// <summary>Seals with this key of <see cref="KeyLength"/> bytes.</summary>
    public SecretSealer(ReadOnlySpan<byte> key)
    {
        if (key.Length != KeyLength)
            throw new ArgumentException($"A key has {KeyLength} bytes.", nameof(key));

        _key = key.ToArray();
        _keyId = HMACSHA256.HashData(key, "key id"u8)[..KeyIdLength];
    }

    /// <summary>Names the key without giving it away.</summary>
    public string KeyId => Convert.ToHexStringLower(_keyId);

    /// <summary>Seals a secret for one purpose (such as <c>account/nt-hash</c>) and one subject (such as the account's name).</summary>
    public byte[] Seal(string purpose, string subject, ReadOnlySpan<byte> secret)
    {
        var sealedSecret = new byte[HeaderLength + secret.Length];
        sealedSecret[0] = Version;
        _keyId.CopyTo(sealedSecret, 1);
        var nonce = sealedSecret.AsSpan(NonceOffset, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(_key, TagLength);
        cipher.Encrypt(
            nonce, secret, sealedSecret.AsSpan(HeaderLength), sealedSecret.AsSpan(TagOffset, TagLength), AssociatedData(purpose, subject));
        return sealedSecret;
    }

    /// <summary>Opens a secret; false where it was sealed with another key, for something else, or has been altered.</summary>
    public bool TryOpen(string purpose, string subject, ReadOnlySpan<byte> sealedSecret, out byte[] secret)
    {
        secret = [];
        if (!IsSealedWithThisKey(sealedSecret))
            return false;

        var opened = new byte[sealedSecret.Length - HeaderLength];
        var cipher = Interlocked.Exchange(ref _spare, null) ?? new AesGcm(_key, TagLength);
        try
        {
            cipher.Decrypt(
                sealedSecret.Slice(NonceOffset, NonceLength),
                sealedSecret[HeaderLength..],
                sealedSecret.Slice(TagOffset, TagLength),
                opened,
                AssociatedData(purpose, subject));
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
        finally
        {
            Interlocked.Exchange(ref _spare, cipher)?.Dispose();
        }

        secret = opened;
        return true;
    }

    /// <summary>Whether a secret names this key. Tells a lost key file from a damaged row.</summary>
    public bool IsSealedWithThisKey(ReadOnlySpan<byte> sealedSecret) =>
        sealedSecret.Length >= HeaderLength && sealedSecret[0] == Version && sealedSecret.Slice(1, KeyIdLength).SequenceEqual(_keyId);

    /// <summary>NUL stands between the two, which neither may hold, so no two pairs give the same bytes.</summary>
    private static byte[] AssociatedData(string purpose, string subject)
    {
        if (purpose.Contains('\0', StringComparison.Ordinal) || subject.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("Neither purpose nor subject may contain NUL.", nameof(subject));

        return Encoding.UTF8.GetBytes($"{purpose}\0{subject}");
    }
}
