using Adit.Protocols.Crypto;
using Adit.Protocols.Crypto.Tls;
using Adit.Protocols.Eap.Tls;

namespace Adit.Protocols.Eap;

/// <summary>What methods with a TLS tunnel take from it.</summary>
internal static class EapTunnelKeys
{
    private const int KeyLength = 32;

    /// <summary>128 bytes: the Master Session Key, and what PEAP makes its tunnel key of.</summary>
    public static byte[] KeyMaterial(ITlsConversation tls, EapType type)
    {
        var material = new byte[2 * EapTlsKeys.MskLength];
        EapTlsKeys.DeriveMsk(tls, type, material);
        return material;
    }

    /// <summary>The first 64 bytes as the session's keys (RFC 5216 §2.3): what the server receives with comes first.</summary>
    public static SessionKeys Split(ReadOnlySpan<byte> keyMaterial) =>
        SessionKeys.TryCreate(keyMaterial[..KeyLength].ToArray(), keyMaterial[KeyLength..(2 * KeyLength)].ToArray(), out var keys)
            ? keys
            : throw new InvalidOperationException("A key has 32 bytes.");
}
