using System.Text;
using Adit.Certificates.Stores;
using Adit.Server.Control;

namespace Adit.Cli.Certificates;

/// <summary>Reads what the commands are given, of bounded length.</summary>
internal static class CertificateFiles
{
    /// <summary>The contents of a file; <c>-</c> is not one.</summary>
    public static byte[] Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > CertificateMaterial.MaxLength)
                throw Refused(new StoreException(new StoreFailure.BeyondMeasure($"more than {CertificateMaterial.MaxLength / 1024} KiB")));
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Failed, $"The file cannot be read: {exception.Message}", "Check the path and its permissions.");
        }
    }

    /// <summary>The same, as the text of PEM; what is DER becomes a request in PEM.</summary>
    public static string ReadText(string path) => Read(path) is [0x30, ..] and var der
        ? System.Security.Cryptography.PemEncoding.WriteString("CERTIFICATE REQUEST", der)
        : Encoding.UTF8.GetString(Read(path));

    /// <summary>Certificates and a key out of a file, and out of another that has the key.</summary>
    public static CertificateMaterial ReadMaterial(string path, string? keyPath, string? password)
    {
        try
        {
            return CertificateMaterial.Read(
                keyPath is null ? Read(path) : [.. AsPem(Read(path)), .. "\n"u8, .. Read(keyPath)], password);
        }
        catch (StoreException exception)
        {
            throw Refused(exception);
        }
    }

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>A file name out of a subject's name.</summary>
    public static string NameFor(string name, string ending) =>
        string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '@' ? c : '_')).TrimStart('.', '-') + ending;

    private static byte[] AsPem(byte[] contents) => contents is [0x30, ..]
        ? Encoding.ASCII.GetBytes(System.Security.Cryptography.PemEncoding.WriteString("CERTIFICATE", contents))
        : contents;

    private static ControlException Refused(StoreException exception) => CertificateProblems.Of(exception.Failure);
}
