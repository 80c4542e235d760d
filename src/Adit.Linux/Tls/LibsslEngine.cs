using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Adit.Protocols.Crypto.Tls;

namespace Adit.Linux.Tls;

/// <summary>
/// Conversations of one side, led by the distribution's libssl. Made once per certificate: what conversations share, the sessions to
/// resume among it, is made once, too. Disposing leaves conversations that are under way alone.
/// </summary>
public sealed class LibsslEngine : ITlsEngine, IDisposable
{
    private readonly SslContextHandle _context;
    private readonly TlsSettings _settings;
    private readonly bool _isServer;
    private readonly ConcurrentDictionary<string, SslSessionHandle> _sessions = new(StringComparer.Ordinal); // of a client, the last of each purpose

    private LibsslEngine(TlsSettings settings, bool isServer, X509Certificate2? certificate, IEnumerable<X509Certificate2> chain)
    {
        (_settings, _isServer) = (settings, isServer);
        _context = SslContext.Create(settings, isServer);
        try
        {
            if (certificate is not null)
                SslContext.Use(_context, certificate, chain);
        }
        catch
        {
            _context.Dispose();
            throw;
        }
    }

    /// <summary>The side that is dialled.</summary>
    /// <param name="certificate">With its private key.</param>
    /// <param name="chain">What is sent with it: its issuers without the root.</param>
    /// <param name="settings">How it is led.</param>
    /// <exception cref="TlsSetupException">libssl does not take one of them.</exception>
    public static LibsslEngine ForServer(X509Certificate2 certificate, IEnumerable<X509Certificate2> chain, TlsSettings settings)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return new LibsslEngine(settings, isServer: true, certificate, chain);
    }

    /// <summary>The side that dials.</summary>
    /// <param name="settings">How it is led.</param>
    /// <param name="certificate">To show where the server asks, with its private key; null for none.</param>
    /// <param name="chain">What is sent with it.</param>
    /// <exception cref="TlsSetupException">libssl does not take one of them.</exception>
    public static LibsslEngine ForClient(
        TlsSettings settings, X509Certificate2? certificate = null, IEnumerable<X509Certificate2>? chain = null) =>
        new(settings, isServer: false, certificate, chain ?? []);

    /// <inheritdoc/>
    public ITlsConversation Begin(string purpose, ICertificateVerifier? verifier)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        if (verifier is null && !_isServer)
            throw new ArgumentNullException(nameof(verifier), "A client judges its server.");

        var ssl = Libssl.New(_context);
        if (ssl.IsInvalid)
            throw new TlsSetupException("A TLS conversation cannot begin");
        Prepare(ssl, purpose, verifier is not null);
        return new LibsslConversation(
            ssl, _settings.MaxBuffered, verifier, _isServer, _isServer ? null : session => Keep(purpose, session));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _context.Dispose();
        foreach (var session in _sessions.Values)
            session.Dispose();
    }

    private unsafe void Prepare(SslHandle ssl, string purpose, bool verifies)
    {
        if (_isServer)
        {
            Libssl.BeServer(ssl);
            Libssl.SetVerify(ssl, verifies ? Libssl.VerifyPeerOrFail : Libssl.VerifyNone, callback: 0);
            Span<byte> context = stackalloc byte[32];
            var length = Encoding.ASCII.GetBytes(purpose, context);
            fixed (byte* start = context)
                Libssl.SetSessionIdContext(ssl, start, (uint)length);
            return;
        }

        Libssl.BeClient(ssl);
        Libssl.SetVerify(ssl, Libssl.VerifyPeer, callback: 0);
        if (_sessions.TryRemove(purpose, out var session))
            using (session)
                Libssl.SetSession(ssl, session); // takes a reference of its own
    }

    private void Keep(string purpose, SslSessionHandle session)
    {
        if (_settings.SessionLifetime > TimeSpan.Zero && !session.IsInvalid && Libssl.IsResumable(session) == 1 && _sessions.TryAdd(purpose, session))
            return;

        session.Dispose();
    }
}
