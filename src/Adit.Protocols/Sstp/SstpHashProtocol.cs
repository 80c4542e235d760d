namespace Adit.Protocols.Sstp;

/// <summary>The hash protocols of the crypto binding, as the bits of a mask ([MS-SSTP] §2.2.6, §2.2.7).</summary>
[Flags]
public enum SstpHashProtocol
{
    /// <summary>No hash: nothing can be bound.</summary>
    None = 0,

    /// <summary>CERT_HASH_PROTOCOL_SHA1, for clients of before Windows 7.</summary>
    Sha1 = 0x01,

    /// <summary>CERT_HASH_PROTOCOL_SHA256.</summary>
    Sha256 = 0x02,
}
