using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Adit.Linux.Sockets;
using Adit.Protocols.Crypto.Tls;

namespace Adit.Linux.Tls;

/// <summary>What the TLS connections of one side share: suites, and a server's certificate and key of tickets. Any thread may use it.</summary>
public sealed unsafe class TlsContext
{
    private const int MaxNameLength = 255; // TLSEXT_MAXLEN_host_name

    private readonly SslContextHandle _context; // each connection holds a reference of its own
    private volatile byte[] _staple = [];

    private TlsContext(SslContextHandle context) => _context = context;

    /// <summary>
    /// For a server: what revocation says of its certificate, an OCSPResponse (RFC 6960 §4.2.1), for clients that ask (RFC 6066 §8). Empty for
    /// nothing. Any thread may set it.
    /// </summary>
    public ReadOnlyMemory<byte> Staple
    {
        get => _staple;
        set => _staple = value.ToArray();
    }

    /// <summary>For those that connect to us.</summary>
    /// <param name="certificate">With its private key, RSA or ECDSA.</param>
    /// <param name="chain">What is sent with it: its issuers without the root.</param>
    /// <param name="settings">How it is led.</param>
    /// <exception cref="TlsSetupException">libssl does not take one of them.</exception>
    public static TlsContext ForServer(X509Certificate2 certificate, IEnumerable<X509Certificate2> chain, TlsSettings settings)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var context = SslContext.CreateForLinks(settings, isServer: true);
        SslContext.Use(context, certificate, chain);
        return new TlsContext(context);
    }

    /// <summary>For connecting to others. Nothing is ever resumed: each connection judges the certificate that it is shown.</summary>
    /// <exception cref="TlsSetupException">libssl does not take the settings.</exception>
    public static TlsContext ForClient(TlsSettings settings) => new(SslContext.CreateForLinks(settings, isServer: false));

    internal LibsslLink Accept(BatchingStream socket)
    {
        var ssl = New();
        Libssl.BeServer(ssl);
        return new LibsslLink(ssl, socket, verifier: null, _staple);
    }

    internal LibsslLink Connect(BatchingStream socket, string name, ICertificateVerifier verifier)
    {
        var ssl = New();
        Libssl.BeClient(ssl);
        Libssl.SetVerify(ssl, Libssl.VerifyPeer, callback: 0);
        AskFor(ssl, name);
        return new LibsslLink(ssl, socket, verifier, staple: default);
    }

    /// <summary>A name that TLS can ask for is asked for: no address (RFC 6066 §3).</summary>
    private static void AskFor(SslHandle ssl, string name)
    {
        if (name.Length is 0 or > MaxNameLength || IPAddress.TryParse(name, out _))
            return;

        var bytes = Encoding.ASCII.GetBytes(name + '\0');
        fixed (byte* start = bytes)
            Libssl.Control(ssl.DangerousGetHandle(), Libssl.SetServerName, 0, start);
    }

    private SslHandle New() => Libssl.New(_context) is { IsInvalid: false } ssl ? ssl : throw new TlsSetupException("A TLS connection cannot begin");
}
