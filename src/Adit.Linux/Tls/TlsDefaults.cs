using System.Runtime.InteropServices;
using System.Text;

namespace Adit.Linux.Tls;

/// <summary>
/// What each <c>SSL_CTX</c> of this process begins with, in place of what the distribution's openssl.cnf says (config(5), SSL_CONF_cmd(3)),
/// and of what the runtime leaves as it is.
/// The runtime keeps one <c>SSL_CTX</c> for all handshakes with a certificate only where it is not told suites itself; else each connection
/// holds one of its own, 50 KiB, for as long as it lives.
/// </summary>
public static unsafe class TlsDefaults
{
    private static readonly Lock _gate = new();
    private static bool _releases;

    /// <summary>Sets the suites. To be called before the runtime has used TLS: it looks only once whether there are any.</summary>
    /// <param name="suites12">Of TLS 1.2, by libssl's names, best first.</param>
    /// <param name="suites13">Of TLS 1.3, best first.</param>
    /// <exception cref="TlsSetupException">libcrypto does not take it.</exception>
    public static void SetSuites(string suites12, string suites13)
    {
        var text = Encoding.ASCII.GetBytes($"""
            openssl_conf = adit
            [adit]
            ssl_conf = contexts
            [contexts]
            system_default = suites
            [suites]
            CipherString = {suites12}:@SECLEVEL=2
            Ciphersuites = {suites13}
            NumTickets = 0

            """);
        lock (_gate)
        {
            _ = Libcrypto.Initialize(Libcrypto.LoadConfiguration, 0); // the distribution's is read once, and must not come after ours
            Load(text);
        }
    }

    /// <summary>
    /// Has each connection give back libssl's two buffers of 17 KiB while nothing passes (SSL_MODE_RELEASE_BUFFERS of SSL_CTX_set_mode(3)). The
    /// runtime has no word for it, and hands out no context: so libssl tells us of each that is made (CRYPTO_get_ex_new_index(3)).
    /// </summary>
    /// <exception cref="TlsSetupException">libcrypto does not take it.</exception>
    public static void ReleaseIdleBuffers()
    {
        lock (_gate)
        {
            if (!_releases && Libcrypto.NewDataIndex(Libcrypto.DataOfSslContexts, 0, 0, &ReleaseBuffersOf, 0, 0) < 0)
                throw new TlsSetupException("The buffers of TLS");
            _releases = true;
        }
    }

    [UnmanagedCallersOnly]
    private static void ReleaseBuffersOf(nint context, nint item, nint data, int index, nint number, nint argument) =>
        _ = Libssl.Control(context, Libssl.SetMode, Libssl.ReleaseBuffers, 0);

    private static void Load(ReadOnlySpan<byte> text)
    {
        var source = Libcrypto.NewBio(Libcrypto.MemoryBio());
        var configuration = Libcrypto.NewConfiguration(0);
        try
        {
            fixed (byte* start = text)
                _ = Libcrypto.WriteBio(source, start, text.Length);
            if (Libcrypto.ReadConfiguration(configuration, source, 0) != 1 || Libcrypto.UseConfiguration(configuration, 0, 0) != 1)
                throw new TlsSetupException("The suites of TLS");
        }
        finally
        {
            Libcrypto.FreeConfiguration(configuration);
            _ = Libcrypto.FreeBio(source);
        }
    }
}
