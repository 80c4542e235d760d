using Adit.Protocols.Crypto;
using Adit.Protocols.Crypto.Tls;

namespace Adit.Protocols.Eap;

/// <summary>What methods with a TLS tunnel take from it.</summary>
internal static class EapTunnelKeys
{
    private const int KeyMaterialLength = 128;
    private const int KeyLength = 32;
    private const int Tls13 = 0x0304;

    /// <summary>128 bytes: in TLS 1.3 by RFC 9427 §2, before that by RFC 5216 §2.3 and RFC 5281 §8.</summary>
    public static byte[] KeyMaterial(ITlsConversation tls, EapType type)
    {
        var material = new byte[KeyMaterialLength];
        if (tls.Version >= Tls13)
            tls.ExportKeyingMaterial("EXPORTER_EAP_TLS_Key_Material", (byte[])[(byte)type], material);
        else
            tls.ExportKeyingMaterial(type is EapType.Ttls ? "ttls keying material" : "client EAP encryption", context: null, material);
        return material;
    }

    /// <summary>The first 64 bytes as the session's keys (RFC 5216 §2.3): what the server receives with comes first.</summary>
    public static SessionKeys Split(ReadOnlySpan<byte> keyMaterial) =>
        SessionKeys.TryCreate(keyMaterial[..KeyLength].ToArray(), keyMaterial[KeyLength..(2 * KeyLength)].ToArray(), out var keys)
            ? keys
            : throw new InvalidOperationException("A key has 32 bytes.");
}
