using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Stores;

/// <summary>What an administrator has declared untrusted. Whoever checks a chain asks for each of its certificates, at every check.</summary>
public interface IDistrustedCertificates
{
    /// <summary>Whether this very certificate is refused, from the moment on at which it was declared so. Any thread may ask.</summary>
    bool Contains(X509Certificate2 certificate);
}
