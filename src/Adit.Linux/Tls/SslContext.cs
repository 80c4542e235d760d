using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Linux.Tls;

/// <summary>Makes an <c>SSL_CTX</c>.</summary>
internal static unsafe class SslContext
{
    private const ulong Options = Libssl.NoCompression | Libssl.ServerPreference | Libssl.NoRenegotiation;

    /// <summary>Debian's own: keys of 112 bits' strength and more, no SHA-1 in signatures.</summary>
    private const int SecurityLevel = 2;

    private const string SignatureAlgorithms =
        "ECDSA+SHA256:ECDSA+SHA384:ECDSA+SHA512:RSA-PSS+SHA256:RSA-PSS+SHA384:RSA-PSS+SHA512:RSA+SHA256:RSA+SHA384:RSA+SHA512";

    public static SslContextHandle Create(TlsSettings settings, bool isServer)
    {
        var context = Libssl.NewContext(Libssl.AnyVersion());
        Require(!context.IsInvalid, "libssl has no TLS");
        Libssl.SetSecurityLevel(context, SecurityLevel);
        Libssl.SetOptions(context, settings.HasTickets ? Options : Options | Libssl.NoTicket);
        Require(Libssl.Control(context, Libssl.SetMinVersion, (nint)settings.MinVersion, 0) == 1, "The lowest version");
        Require(Libssl.Control(context, Libssl.SetMaxVersion, (nint)settings.MaxVersion, 0) == 1, "The highest version");
        Require(Libssl.SetCipherList(context, settings.Suites12) == 1, "The suites of TLS 1.2");
        Require(Libssl.SetCipherSuites(context, settings.Suites13) == 1, "The suites of TLS 1.3");
        Require(Libssl.Control(context, Libssl.SetGroupsList, 0, settings.Groups) == 1, "The groups");
        Require(Libssl.Control(context, Libssl.SetSignatureAlgorithmsList, 0, SignatureAlgorithms) == 1, "The signatures");
        Libssl.Control(context, Libssl.SetMaxCertificates, settings.MaxCertificatesLength, 0);
        SetSessions(context, settings, isServer);
        Libssl.SetVerifyCallback(context, &LibsslCall.OnVerify, 0);
        Libssl.SetInfoCallback(context, &LibsslCall.OnInfo);
        return context;
    }

    /// <summary>One for connections, which hold no buffer where nothing passes.</summary>
    public static SslContextHandle CreateForLinks(TlsSettings settings, bool isServer)
    {
        var context = Create(settings, isServer);
        Libssl.Control(context, Libssl.SetMode, Libssl.ReleaseBuffers, 0);
        if (isServer)
            Libssl.Control(context, Libssl.SetStatusCallback, &LibsslLink.OnStatus);
        return context;
    }

    /// <summary>With its key, which libssl gets in memory: ours is zeroed.</summary>
    public static void Use(SslContextHandle context, X509Certificate2 certificate, IEnumerable<X509Certificate2> chain)
    {
        fixed (byte* der = certificate.RawDataMemory.Span)
            Require(Libssl.UseCertificate(context, certificate.RawDataMemory.Length, der) == 1, "The certificate");
        UseKey(context, certificate);
        Require(Libssl.CheckPrivateKey(context) == 1, "The private key of the certificate");
        foreach (var issuer in chain)
            AddToChain(context, issuer);
    }

    /// <summary>
    /// A server keeps its sessions itself, also those of TLS 1.3, whose tickets are then only names: none outlives the process, and one can
    /// be withdrawn.
    /// </summary>
    private static void SetSessions(SslContextHandle context, TlsSettings settings, bool isServer)
    {
        var isKept = isServer && settings.SessionLifetime > TimeSpan.Zero;
        Libssl.Control(context, Libssl.SetSessionCacheMode, isKept ? Libssl.CacheServer : Libssl.CacheNone, 0);
        Libssl.Control(context, Libssl.SetSessionCacheSize, settings.MaxSessions, 0);
        Libssl.SetTicketCount(context, isKept || settings.HasTickets ? 1u : 0u);
        if (isKept)
            Libssl.SetSessionTimeout(context, (nint)settings.SessionLifetime.TotalSeconds);
    }

    private static void UseKey(SslContextHandle context, X509Certificate2 certificate)
    {
        var der = Export(certificate);
        try
        {
            fixed (byte* start = der)
            {
                var position = start;
                var key = Libcrypto.ReadPrivateKey(0, &position, der.Length);
                Require(key != 0, "The private key");
                var isTaken = Libssl.UsePrivateKey(context, key); // takes a reference of its own
                Libcrypto.FreeKey(key);
                Require(isTaken == 1, "The private key");
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }

    private static byte[] Export(X509Certificate2 certificate)
    {
        using AsymmetricAlgorithm? key = certificate.GetECDsaPrivateKey() ?? (AsymmetricAlgorithm?)certificate.GetRSAPrivateKey();
        return key?.ExportPkcs8PrivateKey() ?? throw new ArgumentException("It has no private key, RSA or ECDSA.", nameof(certificate));
    }

    private static void AddToChain(SslContextHandle context, X509Certificate2 issuer)
    {
        fixed (byte* der = issuer.RawDataMemory.Span)
        {
            var position = der;
            var certificate = Libcrypto.ReadCertificate(0, &position, issuer.RawDataMemory.Length);
            Require(certificate != 0, "A certificate of the chain");
            var isTaken = Libssl.Control(context, Libssl.AddChainCertificate, 1, certificate);
            Libcrypto.FreeCertificate(certificate);
            Require(isTaken == 1, "A certificate of the chain");
        }
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
            throw new TlsSetupException(what);
    }
}
