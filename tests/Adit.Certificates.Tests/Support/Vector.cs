using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Tests.Support;

/// <summary>What openssl wrote: see <c>Revocation/Vectors/make.sh</c>.</summary>
internal static class Vector
{
    /// <summary>A moment within the life of all of them.</summary>
    public static readonly DateTimeOffset Now = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Revocation", "Vectors", name));

    public static X509Certificate2 Certificate(string name) => X509CertificateLoader.LoadCertificate(Read($"{name}.crt"));
}
