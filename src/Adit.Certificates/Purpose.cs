using System.Security.Cryptography;

namespace Adit.Certificates;

/// <summary>Extended key usages (RFC 5280 §4.2.1.12 and RFC 4945 §5.1.3.12).</summary>
internal static class Purpose
{
    /// <summary>TLS server authentication, without which no Windows client accepts an SSTP server.</summary>
    public static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1", "Server Authentication");

    /// <summary>TLS client authentication, for whoever signs in with a certificate.</summary>
    public static readonly Oid ClientAuthentication = new("1.3.6.1.5.5.7.3.2", "Client Authentication");

    /// <summary>IP security IKE intermediate, which Windows wants of one certificate among several for IKEv2.</summary>
    public static readonly Oid IpsecIkeIntermediate = new("1.3.6.1.5.5.8.2.2", "IP security IKE intermediate");

    /// <summary>Any purpose at all.</summary>
    public static readonly Oid Any = new("2.5.29.37.0", "Any Extended Key Usage");
}
