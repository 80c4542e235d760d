using System.Security.Cryptography;

namespace Adit.Protocols.Eap.Peap;

/// <summary>
/// The crypto-binding TLV ([MS-PEAP] 2.2.8.1.1): who made it had the keys of the tunnel and of the method inside, so nobody stands between.
/// </summary>
/// <param name="Version">Of the sender, and what it heard of the other's; both 0.</param>
/// <param name="IsResponse">The peer's; the server's is the request.</param>
/// <param name="Nonce">32 bytes, the sender's own.</param>
/// <param name="CompoundMac">20 bytes.</param>
internal sealed record PeapCryptoBinding(ushort Version, bool IsResponse, ReadOnlyMemory<byte> Nonce, ReadOnlyMemory<byte> CompoundMac)
{
    public const int NonceLength = 32;

    private const int MacLength = 20;
    private const int NonceOffset = 4; // reserved, version, received version, subtype
    private const int ValueLength = NonceOffset + NonceLength + MacLength;

    /// <summary>Makes one.</summary>
    public static PeapCryptoBinding Sign(bool isResponse, ReadOnlyMemory<byte> nonce, ReadOnlySpan<byte> compoundMacKey)
    {
        var bare = new PeapCryptoBinding(Version: 0, isResponse, nonce, new byte[MacLength]);
        return bare with { CompoundMac = bare.ComputeMac(compoundMacKey) };
    }

    /// <summary>Reads a TLV's value; false where it is none.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> value, out PeapCryptoBinding? binding)
    {
        binding = null;
        if (value.Length != ValueLength || value.Span[3] > 1)
            return false;

        var version = (ushort)((value.Span[1] << 8) | value.Span[2]);
        binding = new PeapCryptoBinding(version, value.Span[3] == 1, value.Slice(NonceOffset, NonceLength), value[(NonceOffset + NonceLength)..]);
        return true;
    }

    /// <summary>Whether it is of this kind and was made with this key; compares in constant time.</summary>
    public bool Verify(bool isResponse, ReadOnlySpan<byte> compoundMacKey) =>
        CryptographicOperations.FixedTimeEquals(CompoundMac.Span, ComputeMac(compoundMacKey)) & IsResponse == isResponse & Version == 0;

    /// <summary>As a TLV, which nobody must know.</summary>
    public PeapTlv ToTlv() => new(
        PeapTlvType.CryptoBinding,
        IsMandatory: false,
        (byte[])[0, (byte)(Version >> 8), (byte)Version, (byte)(IsResponse ? 1 : 0), .. Nonce.Span, .. CompoundMac.Span]);

    /// <summary>Says only whose it is.</summary>
    public override string ToString() => IsResponse ? "response" : "request";

    /// <summary>3.1.5.5.1: over the TLV with an empty MAC and the type of PEAP. Neither side has sent outer TLVs.</summary>
    private byte[] ComputeMac(ReadOnlySpan<byte> compoundMacKey) =>
        HMACSHA1.HashData(compoundMacKey, (byte[])[.. (this with { CompoundMac = new byte[MacLength] }).ToTlv().ToBytes(), (byte)EapType.Peap]);
}
