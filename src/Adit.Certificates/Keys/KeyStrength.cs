using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Keys;

/// <summary>Which public keys we issue for and serve: RSA of 2048 to 8192 bits with a sound exponent, ECDSA on a NIST curve.</summary>
internal static class KeyStrength
{
    private const int MinRsaBits = 2048;

    /// <summary>A longer one is slow for every peer that verifies it, and has no other use.</summary>
    private const int MaxRsaBits = 8192;

    private static readonly HashSet<string> Curves = new(StringComparer.Ordinal)
    {
        "1.2.840.10045.3.1.7", "1.3.132.0.34", "1.3.132.0.35", // P-256, P-384, P-521
    };

    /// <summary>What is wrong with a key, in a few words; null for nothing.</summary>
    public static string? Fault(PublicKey key)
    {
        try
        {
            using var rsa = key.GetRSAPublicKey();
            if (rsa is not null)
                return FaultOf(rsa);
            using var curve = key.GetECDsaPublicKey();
            return curve is null ? $"of the kind {key.Oid.Value}" : FaultOf(curve);
        }
        catch (CryptographicException)
        {
            return "unreadable";
        }
    }

    private static string? FaultOf(RSA key)
    {
        if (key.KeySize is < MinRsaBits or > MaxRsaBits)
            return FormattableString.Invariant($"RSA with {key.KeySize} bits");
        return IsSound(key.ExportParameters(includePrivateParameters: false).Exponent!)
            ? null
            : "RSA with a public exponent that gives it away";
    }

    /// <summary>Odd, and at least 3.</summary>
    private static bool IsSound(byte[] exponent) => (exponent[^1] & 1) == 1 && (exponent.Length > 1 || exponent[0] >= 3);

    private static string? FaultOf(ECDsa key)
    {
        var curve = key.ExportParameters(includePrivateParameters: false).Curve;
        return curve.IsNamed && Curves.Contains(curve.Oid.Value ?? "") ? null : $"ECDSA on {curve.Oid?.FriendlyName ?? "a curve of its own"}";
    }
}
