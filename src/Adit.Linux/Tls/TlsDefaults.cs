using System.Runtime.InteropServices;
using System.Text;

namespace Adit.Linux.Tls;

/// <summary>
/// What each <c>SSL_CTX</c> of this process begins with, in place of what the distribution's openssl.cnf says (config(5), SSL_CONF_cmd(3)).
/// The runtime keeps one <c>SSL_CTX</c> for all handshakes with a certificate only where it is not told suites itself; else each connection
/// holds one of its own, 50 KiB, for as long as it lives.
/// </summary>
public static unsafe class TlsDefaults
{
    private static readonly Lock _gate = new();

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

            """);
        lock (_gate)
        {
            _ = Libcrypto.Initialize(Libcrypto.LoadConfiguration, 0); // the distribution's is read once, and must not come after ours
            Load(text);
        }
    }

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
