using System.Security.Cryptography;

namespace Adit.Certificates.Keys;

/// <summary>
/// A private key in a file: PEM around the sealed PKCS #8, or, where no seal is used and as earlier versions wrote them, around the
/// PKCS #8 itself. The label tells which, and whether the key may leave us; the seal keeps to what the label says.
/// </summary>
internal static class KeyFile
{
    private const string PlainLabel = "PRIVATE KEY";
    private const string SealedLabel = "ADIT SEALED KEY";
    private const string ExportableLabel = "ADIT SEALED EXPORTABLE KEY";

    /// <summary>The text of a key file.</summary>
    /// <param name="key">The key.</param>
    /// <param name="subject">What it is sealed for.</param>
    /// <param name="isExportable">Whether it may leave us; without a seal any key may.</param>
    /// <param name="seal">The seal; null for none.</param>
    public static string Write(PrivateKey key, string subject, bool isExportable, IKeySeal? seal)
    {
        var pkcs8 = key.ExportPkcs8();
        try
        {
            return seal is null
                ? PemEncoding.WriteString(PlainLabel, pkcs8) + "\n"
                : PemEncoding.WriteString(isExportable ? ExportableLabel : SealedLabel, seal.Seal(SubjectOf(subject, isExportable), pkcs8)) + "\n";
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    /// <summary>Reads a key file, and says whether the key may leave us.</summary>
    /// <exception cref="CertificateFileException">The file is exposed, not accessible, or sealed with another key.</exception>
    /// <exception cref="CryptographicException">It holds no key.</exception>
    public static PrivateKey Read(string path, string subject, IKeySeal? seal, out bool isExportable)
    {
        var text = PemFile.ReadSecret(path);
        if (!PemEncoding.TryFind(text, out var fields))
            throw new CryptographicException("There is no PEM in the file.");

        var label = text[fields.Label];
        var contents = Convert.FromBase64String(text[fields.Base64Data]);
        isExportable = label is PlainLabel or ExportableLabel;
        var pkcs8 = label switch
        {
            PlainLabel => contents,
            SealedLabel or ExportableLabel => Open(path, SubjectOf(subject, isExportable), contents, seal),
            _ => throw new CryptographicException($"The file holds a {label}."),
        };
        try
        {
            return PrivateKey.FromPkcs8(pkcs8);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pkcs8);
        }
    }

    /// <summary>A cheap look at the label alone.</summary>
    public static bool IsExportable(string path) =>
        PemEncoding.TryFind(PemFile.ReadSecret(path), out var fields) && PemFile.ReadSecret(path)[fields.Label] is PlainLabel or ExportableLabel;

    private static byte[] Open(string path, string subject, byte[] contents, IKeySeal? seal) =>
        seal?.TryOpen(subject, contents, out var pkcs8) is true ? pkcs8! : throw new CertificateFileException(
            path, "cannot be opened with seal.key: it was sealed with another, or altered. Restore it from a backup, together with its seal.key.");

    private static string SubjectOf(string subject, bool isExportable) => isExportable ? subject + "/exportable" : subject;
}
