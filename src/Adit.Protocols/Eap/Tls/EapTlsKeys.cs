using System.Security.Cryptography;
using Adit.Protocols.Crypto;
using Adit.Protocols.Crypto.Tls;

namespace Adit.Protocols.Eap.Tls;

/// <summary>The keys that a TLS conversation makes for its EAP method (RFC 5216 §2.3, RFC 5281 §8, RFC 9190 §2.3, RFC 9427 §2.1).</summary>
public static class EapTlsKeys
{
    /// <summary>The version from which on methods have labels in common, and a byte of context of their own.</summary>
    private const int Tls13 = 0x0304;

    /// <summary>Bytes of the Master Session Key; as many of the extended one follow it.</summary>
    public const int MskLength = 64;

    private const int KeyLength = 32;

    /// <summary>The keys of EAP-TLS, as RFC 5216 and every server since gives them to gateways: the first half of the MSK receives.</summary>
    public static SessionKeys Derive(ITlsConversation tls, EapType type)
    {
        ArgumentNullException.ThrowIfNull(tls);
        var msk = new byte[MskLength];
        DeriveMsk(tls, type, msk);
        SessionKeys.TryCreate(msk.AsSpan(0, KeyLength).ToArray(), msk.AsSpan(KeyLength).ToArray(), out var keys);
        CryptographicOperations.ZeroMemory(msk);
        return keys;
    }

    /// <summary>The Master Session Key, and what follows it where more is asked for.</summary>
    /// <param name="tls">Open.</param>
    /// <param name="type">The method: TLS 1.3's context, and TTLS's own label before.</param>
    /// <param name="output">Filled: at most 128 bytes, the extended one being the last 64 of them.</param>
    public static void DeriveMsk(ITlsConversation tls, EapType type, Span<byte> output)
    {
        ArgumentNullException.ThrowIfNull(tls);
        Span<byte> material = stackalloc byte[2 * MskLength]; // in TLS 1.3, how much is asked for changes every byte of it
        if (tls.Version >= Tls13)
            tls.ExportKeyingMaterial("EXPORTER_EAP_TLS_Key_Material", (byte[])[(byte)type], material);
        else
            tls.ExportKeyingMaterial(type is EapType.Ttls ? "ttls keying material" : "client EAP encryption", context: null, material);
        material[..output.Length].CopyTo(output);
        CryptographicOperations.ZeroMemory(material);
    }
}
