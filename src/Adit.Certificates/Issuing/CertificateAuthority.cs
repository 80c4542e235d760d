using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Keys;

namespace Adit.Certificates.Issuing;

/// <summary>
/// The private CA of one installation, in its state directory: a root, <c>ca.key</c> and <c>ca.crt</c>, and below it the CA that issues,
/// <c>issuing.key</c> and <c>issuing.crt</c>. Clients trust the root, so what exists is never replaced: whatever is wrong with it stops
/// the start with a <see cref="CertificateFileException"/>. A CA of one tier, as earlier versions made it, goes on as it is. Any thread
/// may use it.
/// </summary>
public sealed class CertificateAuthority : IDisposable
{
    private readonly Signer _root;
    private readonly Signer? _issuing;

    private CertificateAuthority(Signer root, Signer? issuing) => (_root, _issuing) = (root, issuing);

    /// <summary>The root, without its key: what clients import as trusted.</summary>
    public X509Certificate2 Certificate => _root.Certificate;

    /// <summary>The CA that signs certificates and lists, without its key; with one tier, the root.</summary>
    public X509Certificate2 Issuer => Issuing.Certificate;

    /// <summary>What a server sends behind its own certificate: the CA that issued it.</summary>
    public IReadOnlyList<X509Certificate2> Chain => [Issuer];

    private Signer Issuing => _issuing ?? _root;

    /// <summary>Loads the CA, or makes one on the first start, named after <paramref name="hostName"/>.</summary>
    /// <param name="stateDirectory">Where its files are.</param>
    /// <param name="hostName">What a new one is named after.</param>
    /// <param name="clock">Tells whether it has begun, and has not ended.</param>
    /// <param name="seal">Seals its keys; null for keys that lie open, which only their file's mode protects.</param>
    /// <param name="algorithm">The kind of key that a new one gets.</param>
    /// <exception cref="CertificateFileException">
    /// A file is damaged, without its partner, exposed, out of date, sealed with another key or not accessible.
    /// </exception>
    public static CertificateAuthority OpenOrCreate(
        string stateDirectory, string hostName, TimeProvider clock, IKeySeal? seal = null, KeyAlgorithm algorithm = KeyAlgorithm.P256)
    {
        ArgumentNullException.ThrowIfNull(clock);
        PemFile.CreateDirectory(stateDirectory);

        var now = clock.GetUtcNow();
        var root = OpenOrCreateRoot(new AuthorityFiles(stateDirectory, "ca", seal), hostName, now, algorithm);
        try
        {
            root.RefuseWrongTime(now);
            var issuing = root.SignsAuthorities
                ? OpenOrCreateIssuing(new AuthorityFiles(stateDirectory, "issuing", seal), root, hostName, now, algorithm)
                : null;
            issuing?.RefuseWrongTime(now);
            return new CertificateAuthority(root, issuing);
        }
        catch
        {
            root.Dispose();
            throw;
        }
    }

    /// <summary>Signs a list of what it has revoked (RFC 5280 §5), in DER.</summary>
    public byte[] Sign(CertificateRevocationListBuilder list, long number, DateTimeOffset thisUpdate, DateTimeOffset nextUpdate) =>
        Issuing.Sign(list, number, thisUpdate, nextUpdate);

    /// <summary>Signs data, such as an answer about a certificate's state, with SHA-256.</summary>
    /// <param name="data">What is signed.</param>
    /// <param name="algorithm">The AlgorithmIdentifier of the signature, in DER.</param>
    public byte[] SignData(byte[] data, out byte[] algorithm) => Issuing.SignData(data, out algorithm);

    /// <inheritdoc/>
    public void Dispose()
    {
        _root.Dispose();
        _issuing?.Dispose();
    }

    internal X509AuthorityKeyIdentifierExtension KeyIdentifier => Issuing.KeyIdentifier;

    internal X509Certificate2 Sign(CertificateRequest request, Validity wanted) => Issuing.Sign(request, wanted);

    internal bool HasSigned(X509Certificate2 certificate) => Issuing.HasSigned(certificate);

    private static Signer OpenOrCreateRoot(AuthorityFiles files, string hostName, DateTimeOffset now, KeyAlgorithm algorithm)
    {
        if (files.Exist())
            return files.Load(root: null);

        var key = PrivateKey.Create(algorithm);
        using var certificate = AuthorityProfile.SelfSign(key, hostName, now);
        return files.Save(certificate, key);
    }

    private static Signer OpenOrCreateIssuing(
        AuthorityFiles files, Signer root, string hostName, DateTimeOffset now, KeyAlgorithm algorithm)
    {
        if (files.Exist())
            return files.Load(root.Certificate);

        var key = PrivateKey.Create(algorithm);
        using var certificate = root.Sign(AuthorityProfile.RequestIssuing(key, hostName, root), AuthorityProfile.LifeFrom(now));
        return files.Save(certificate, key);
    }
}
