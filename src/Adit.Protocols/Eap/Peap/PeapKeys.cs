using System.Security.Cryptography;
using Adit.Protocols.Crypto;

namespace Adit.Protocols.Eap.Peap;

/// <summary>
/// The keys of a tunnel and of what was proved inside of it, made one ([MS-PEAP] 3.1.5.5.2, 3.1.5.7). Both sides call it with the names of
/// the keys as the server has them. Prints and compares nothing.
/// </summary>
internal sealed class PeapKeys
{
    private const int TunnelKeyLength = 60;
    private const int IntermediateLength = 40;
    private const int InnerKeyLength = 32;
    private const int SessionLength = 128;

    private readonly byte[] _intermediate;

    private PeapKeys(ReadOnlySpan<byte> keys)
    {
        _intermediate = keys[..IntermediateLength].ToArray();
        CompoundMacKey = keys[IntermediateLength..TunnelKeyLength].ToArray();
    }

    /// <summary>The CMK, 20 bytes: signs the crypto-binding TLV.</summary>
    public ReadOnlyMemory<byte> CompoundMacKey { get; }

    /// <summary>With a method inside, which may have made no keys.</summary>
    /// <param name="keyMaterial">Of the tunnel, at least 60 bytes.</param>
    /// <param name="inner">What the method made.</param>
    public static PeapKeys Derive(ReadOnlySpan<byte> keyMaterial, SessionKeys inner)
    {
        byte[] innerKey = [.. inner.Receive.Span, .. inner.Send.Span, .. new byte[InnerKeyLength]];
        byte[] seed = [.. "Inner Methods Compound Keys"u8, .. innerKey.AsSpan(0, InnerKeyLength)];
        var keys = Expand(keyMaterial[..IntermediateLength], seed, TunnelKeyLength);
        CryptographicOperations.ZeroMemory(innerKey);
        CryptographicOperations.ZeroMemory(seed);
        return new PeapKeys(keys);
    }

    /// <summary>Of a tunnel that was resumed without a method inside.</summary>
    public static PeapKeys DeriveResumed(ReadOnlySpan<byte> keyMaterial) => new(keyMaterial[..TunnelKeyLength]);

    /// <summary>The session's keys (the CSK): the label has a NUL here, and none above.</summary>
    public SessionKeys ToSessionKeys() => EapTunnelKeys.Split(Expand(_intermediate, "Session Key Generating Function\0"u8, SessionLength));

    /// <summary>PRF+: as RFC 4306 §2.13 has it, with two zero bytes behind each count.</summary>
    internal static byte[] Expand(ReadOnlySpan<byte> key, ReadOnlySpan<byte> seed, int length)
    {
        var output = new byte[length];
        byte[] block = [];
        for (var (written, count) = (0, (byte)1); written < length; written += block.Length, count++)
        {
            block = HMACSHA1.HashData(key, (byte[])[.. block, .. seed, count, 0, 0]);
            block.AsSpan(0, Math.Min(block.Length, length - written)).CopyTo(output.AsSpan(written));
        }

        return output;
    }
}
