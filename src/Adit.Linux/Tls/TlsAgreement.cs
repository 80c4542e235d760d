using System.Runtime.InteropServices;

namespace Adit.Linux.Tls;

/// <summary>What a handshake has agreed on.</summary>
/// <param name="Version">The version.</param>
/// <param name="Suite">The suite, by its name in the registry of TLS.</param>
/// <param name="PeerCertificate">The peer's certificate in DER; empty where it has shown none.</param>
public sealed record TlsAgreement(TlsVersion Version, string Suite, ReadOnlyMemory<byte> PeerCertificate)
{
    internal static unsafe TlsAgreement Of(LibsslLink link)
    {
        var ssl = link.Handle;
        var certificate = Libssl.PeerCertificate(ssl);
        return new TlsAgreement(
            (TlsVersion)Libssl.Version(ssl),
            Marshal.PtrToStringUTF8((nint)Libssl.StandardName(Libssl.Suite(ssl))) ?? "",
            certificate == 0 ? default : Certificates.ReadOne(certificate));
    }
}
