using System.Text;

namespace Adit.Linux.Tls;

/// <summary>libssl refused our own setting: a certificate, a key, a list of suites. Says what was asked and libssl's reason.</summary>
public sealed class TlsSetupException : Exception
{
    internal unsafe TlsSetupException(string operation)
        : base($"{operation}: {LastReason()}.")
    {
    }

    internal static unsafe string LastReason()
    {
        var buffer = stackalloc byte[256];
        Libcrypto.Describe(Libcrypto.LastError(), buffer, 256);
        var text = new ReadOnlySpan<byte>(buffer, 256);
        return Encoding.UTF8.GetString(text[..text.IndexOf((byte)0)]);
    }
}
