namespace Adit.Certificates.Keys;

/// <summary>The kinds of keys that we make.</summary>
public enum KeyAlgorithm
{
    /// <summary>ECDSA on P-256: small, fast, and known to every client since Windows Vista.</summary>
    P256,

    /// <summary>RSA with 2048 bits, the least that anybody still accepts.</summary>
    Rsa2048,

    /// <summary>RSA with 3072 bits.</summary>
    Rsa3072,

    /// <summary>RSA with 4096 bits.</summary>
    Rsa4096,
}
