using System.Security.Cryptography;
using Adit.Protocols.Crypto;

namespace Adit.Protocols.Sstp;

/// <summary>The compound MAC that ties the inner authentication to the TLS connection around it ([MS-SSTP] §3.2.5.2).</summary>
public static class CryptoBinding
{
    private const int HlakLength = 32;
    private const int MaxMacLength = 32;

    private static ReadOnlySpan<byte> Seed => "SSTP inner method derived CMK"u8;

    /// <summary>Whether the message's compound MAC is the one that these keys make; compared in constant time.</summary>
    public static bool Verify(CryptoBindingCheck check)
    {
        var message = check.Message.Span;
        if (message.Length != CallConnected.MessageLength
            || MacLength((SstpHashProtocol)message[CallConnected.HashProtocolOffset]) is not { } length)
            return false;

        Span<byte> expected = stackalloc byte[MaxMacLength];
        ComputeMac(message, check.Keys, expected[..length]);
        return CryptographicOperations.FixedTimeEquals(expected[..length], message.Slice(CallConnected.CompoundMacOffset, length));
    }

    /// <summary>The client's Call Connected message, MAC included.</summary>
    internal static byte[] Sign(SstpHashProtocol hash, ReadOnlyMemory<byte> nonce, CertificateHashes certificate, SessionKeys keys)
    {
        var message = new byte[CallConnected.MessageLength];
        new CallConnected(hash, nonce, certificate.For(hash), CompoundMac: default).Write(message);
        Span<byte> mac = stackalloc byte[MacLength(hash) ?? throw new ArgumentOutOfRangeException(nameof(hash))];
        ComputeMac(message, keys, mac);
        mac.CopyTo(message.AsSpan(CallConnected.CompoundMacOffset));
        return message;
    }

    /// <summary>The length of the hash, which is the MAC's too; null where it is not exactly one that we know.</summary>
    internal static int? MacLength(SstpHashProtocol hash) => hash switch
    {
        SstpHashProtocol.Sha1 => SHA1.HashSizeInBytes,
        SstpHashProtocol.Sha256 => SHA256.HashSizeInBytes,
        _ => null,
    };

    /// <summary>The compound MAC key: one block of the PRF+ is all that either hash needs.</summary>
    internal static void DeriveCmk(SessionKeys keys, Span<byte> cmk)
    {
        Span<byte> hlak = stackalloc byte[HlakLength];
        DeriveHlak(keys, hlak);
        Span<byte> input = stackalloc byte[Seed.Length + 3];
        Seed.CopyTo(input);
        input[^3] = (byte)cmk.Length;
        input[^2] = 0;
        input[^1] = 1;
        Hmac(hlak, input, cmk);
        CryptographicOperations.ZeroMemory(hlak);
    }

    /// <summary>
    /// The higher-layer authentication key: receive key and send key, the first 32 bytes of them, padded with zeros. It is all zeros
    /// only for methods that make no keys.
    /// </summary>
    internal static void DeriveHlak(SessionKeys keys, Span<byte> hlak)
    {
        hlak.Clear();
        keys.Receive.Span.CopyTo(hlak);
        var rest = hlak[keys.Receive.Length..];
        keys.Send.Span[..Math.Min(keys.Send.Length, rest.Length)].CopyTo(rest);
    }

    private static void ComputeMac(ReadOnlySpan<byte> message, SessionKeys keys, Span<byte> mac)
    {
        Span<byte> cmk = stackalloc byte[mac.Length];
        DeriveCmk(keys, cmk);
        Span<byte> blanked = stackalloc byte[CallConnected.MessageLength];
        message.CopyTo(blanked);
        blanked[CallConnected.CompoundMacOffset..].Clear();
        Hmac(cmk, blanked, mac);
        CryptographicOperations.ZeroMemory(cmk);
    }

    private static void Hmac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, Span<byte> destination)
    {
        if (destination.Length == SHA256.HashSizeInBytes)
            HMACSHA256.HashData(key, data, destination);
        else
            HMACSHA1.HashData(key, data, destination);
    }
}
