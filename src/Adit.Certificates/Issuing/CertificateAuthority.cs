using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Issuing;

/// <summary>
/// The private CA of one installation, kept as <c>ca.key</c> and <c>ca.crt</c> in the state directory. Clients trust its certificate,
/// so an existing one is never replaced: whatever is wrong with it stops the start with a <see cref="CertificateFileException"/>.
/// </summary>
public sealed class CertificateAuthority : IDisposable
{
    private readonly ECDsa _key;
    private readonly string _certificatePath;

    internal CertificateAuthority(X509Certificate2 certificate, ECDsa key, string certificatePath)
    {
        Certificate = certificate;
        _key = key;
        _certificatePath = certificatePath;
    }

    /// <summary>The self-signed certificate, without its key: what clients import as a trusted root.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Loads the CA, or makes one on the first start, named after <paramref name="hostName"/>.</summary>
    /// <exception cref="CertificateFileException">
    /// A file is damaged, without its partner, exposed, out of date or not accessible.
    /// </exception>
    public static CertificateAuthority OpenOrCreate(string stateDirectory, string hostName, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        PemFile.CreateDirectory(stateDirectory);

        var files = new AuthorityFiles(stateDirectory);
        var authority = files.Exist() ? files.Load() : files.Create(hostName, clock.GetUtcNow());
        authority.RefuseWrongTime(clock.GetUtcNow());
        return authority;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }

    /// <summary>Signs; no certificate outlives its CA, or begins before it.</summary>
    internal X509Certificate2 Sign(CertificateRequest request, Validity wanted)
    {
        var (begin, end) = wanted.Within(Validity.Of(Certificate));
        return request.Create(Certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(_key), begin, end, NewSerialNumber());
    }

    internal bool HasSigned(X509Certificate2 certificate) =>
        certificate.IssuerName.RawData.AsSpan().SequenceEqual(Certificate.SubjectName.RawData)
        && CertificateSignature.IsBy(certificate, Certificate);

    private void RefuseWrongTime(DateTimeOffset now)
    {
        var (begin, end) = Validity.Of(Certificate);
        if (now < begin)
            throw new CertificateFileException(_certificatePath, $"begins on {begin:u}, yet the clock says {now:u}. Set the clock.");
        if (now >= end)
            throw new CertificateFileException(_certificatePath, $"ended on {end:u}. {AuthorityFiles.HowToBeginAnew}");
    }

    /// <summary>16 random bytes, positive, as RFC 5280 §4.1.2.2 allows up to 20.</summary>
    private static byte[] NewSerialNumber()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
        return serial;
    }
}
