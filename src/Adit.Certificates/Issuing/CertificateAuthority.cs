using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Keys;

namespace Adit.Certificates.Issuing;

/// <summary>
/// The private CA of one installation, in its state directory: a root, <c>ca.key</c> and <c>ca.crt</c>, and below it the CA that issues,
/// <c>issuing.key</c> and <c>issuing.crt</c>. Clients trust the root, so what exists is never replaced: whatever is wrong with it stops
/// the start with a <see cref="CertificateFileException"/>. The issuing CA alone may get a new certificate for its key, so that it says
/// where the root publishes. A CA of one tier, as earlier versions made it, goes on as it is. Any thread may use it.
/// </summary>
public sealed class CertificateAuthority : IDisposable
{
    private readonly Signer _root;
    private readonly AuthorityFiles _issuingFiles;
    private volatile Signer? _issuing;

    private CertificateAuthority(Signer root, Signer? issuing, AuthorityFiles issuingFiles, IKeySeal? seal) =>
        (_root, _issuing, _issuingFiles, Seal) = (root, issuing, issuingFiles, seal);

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
            var files = new AuthorityFiles(stateDirectory, "issuing", seal);
            var issuing = root.SignsAuthorities ? OpenOrCreateIssuing(files, root, hostName, now, algorithm) : null;
            issuing?.RefuseWrongTime(now);
            return new CertificateAuthority(root, issuing, files, seal);
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

    /// <summary>Whether a CA below the root issues: then the root publishes a list of its own.</summary>
    public bool HasTwoTiers => _issuing is not null;

    /// <summary>Signs the root's list, of the CAs that it has revoked (RFC 5280 §5), in DER.</summary>
    public byte[] SignAsRoot(CertificateRevocationListBuilder list, long number, DateTimeOffset thisUpdate, DateTimeOffset nextUpdate) =>
        _root.Sign(list, number, thisUpdate, nextUpdate);

    /// <summary>
    /// Sees to it that the issuing CA's certificate carries these addresses, or with null none: where it does not, it gets a new one for the
    /// same key and name, so that all that it has issued holds as before. To be called by one thread at a time.
    /// </summary>
    /// <returns>Whether it got a new one; false with one tier, since nobody looks up a root.</returns>
    /// <exception cref="CertificateFileException">The file cannot be written; the old one stays.</exception>
    public bool PlaceIssuer(PublicationPoints? points)
    {
        if (_issuing is not { } issuing || PublicationPoints.AreIn(issuing.Certificate, points))
            return false;

        var renewed = _root.Sign(AuthorityProfile.RequestAgain(issuing.Certificate, points), Validity.Of(issuing.Certificate));
        _issuingFiles.Replace(renewed);
        _issuing = issuing.WithCertificate(renewed);
        return true;
    }

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

    /// <summary>Seals the keys of this installation; null for none.</summary>
    internal IKeySeal? Seal { get; }

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
