using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Adit.Access.Accounts;

/// <summary>A slow salted hash of a password: PBKDF2 with HMAC-SHA-256 (RFC 8018 §5.2). Holds its own cost, so the cost may rise.</summary>
internal static class SlowHash
{
    /// <summary>OWASP's number for PBKDF2-HMAC-SHA256.</summary>
    private const int Iterations = 600_000;

    private const int SaltLength = 16;
    private const int HashLength = 32;
    private const int Length = sizeof(int) + SaltLength + HashLength;

    public static byte[] Create(ReadOnlySpan<byte> password)
    {
        var stored = new byte[Length]; // cost, salt, hash
        BinaryPrimitives.WriteInt32BigEndian(stored, Iterations);
        var salt = stored.AsSpan(sizeof(int), SaltLength);
        RandomNumberGenerator.Fill(salt);
        Rfc2898DeriveBytes.Pbkdf2(password, salt, stored.AsSpan(sizeof(int) + SaltLength), Iterations, HashAlgorithmName.SHA256);
        return stored;
    }

    /// <summary>A hash of the usual cost that no password has.</summary>
    public static byte[] CreateDecoy()
    {
        var stored = RandomNumberGenerator.GetBytes(Length);
        BinaryPrimitives.WriteInt32BigEndian(stored, Iterations);
        return stored;
    }

    public static bool Verify(ReadOnlySpan<byte> password, ReadOnlySpan<byte> stored)
    {
        if (stored.Length != Length)
            return false;

        Span<byte> hash = stackalloc byte[HashLength];
        var iterations = BinaryPrimitives.ReadInt32BigEndian(stored);
        Rfc2898DeriveBytes.Pbkdf2(password, stored.Slice(sizeof(int), SaltLength), hash, iterations, HashAlgorithmName.SHA256);
        return CryptographicOperations.FixedTimeEquals(hash, stored[(sizeof(int) + SaltLength)..]);
    }
}
