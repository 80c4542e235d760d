using System.Security.Cryptography;
using System.Text;

namespace Adit.Certificates.Tests.Support;

/// <summary>A seal of a test's own: AES-GCM with a key that a number stands for.</summary>
internal sealed class TestSeal(byte number) : IKeySeal
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly byte[] _key = SHA256.HashData([number]);

    public byte[] Seal(string subject, ReadOnlySpan<byte> key)
    {
        var sealedKey = new byte[NonceLength + TagLength + key.Length];
        RandomNumberGenerator.Fill(sealedKey.AsSpan(0, NonceLength));
        using var cipher = new AesGcm(_key, TagLength);
        cipher.Encrypt(sealedKey.AsSpan(0, NonceLength), key, sealedKey.AsSpan(NonceLength + TagLength),
            sealedKey.AsSpan(NonceLength, TagLength), Encoding.UTF8.GetBytes(subject));
        return sealedKey;
    }

    public bool TryOpen(string subject, ReadOnlySpan<byte> sealedKey, out byte[] key)
    {
        key = new byte[sealedKey.Length - NonceLength - TagLength];
        using var cipher = new AesGcm(_key, TagLength);
        try
        {
            cipher.Decrypt(sealedKey[..NonceLength], sealedKey[(NonceLength + TagLength)..],
                sealedKey.Slice(NonceLength, TagLength), key, Encoding.UTF8.GetBytes(subject));
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }
}
