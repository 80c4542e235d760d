using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Adit.Protocols.Calls.Recording;

/// <summary>
/// Puts a number in the place of a secret: the same for the same secret, so that a response that was sent again can still be told from
/// another try. It says nothing else of it.
/// </summary>
internal sealed class SecretNumbers
{
    private readonly Dictionary<string, ushort> _numbers = new(StringComparer.Ordinal);

    /// <summary>As many bytes as the secret has: zeros, and its number at the end.</summary>
    public byte[] Replace(ReadOnlySpan<byte> secret)
    {
        var replacement = new byte[secret.Length];
        if (secret.IsEmpty)
            return replacement;

        var number = NumberOf(secret);
        if (replacement.Length >= sizeof(ushort))
            BinaryPrimitives.WriteUInt16BigEndian(replacement.AsSpan(^sizeof(ushort)), number);
        else
            replacement[0] = (byte)number;
        return replacement;
    }

    private ushort NumberOf(ReadOnlySpan<byte> secret)
    {
        var key = Convert.ToHexString(SHA256.HashData(secret));
        if (!_numbers.TryGetValue(key, out var number) && _numbers.Count < ushort.MaxValue)
            _numbers[key] = number = (ushort)(_numbers.Count + 1);
        return number;
    }
}
