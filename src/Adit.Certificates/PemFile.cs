using System.Text;

namespace Adit.Certificates;

/// <summary>Small text files that must never be half written, nor, where they hold a secret, be readable by others.</summary>
internal static class PemFile
{
    /// <summary>For private keys: read and written by their owner only.</summary>
    public const UnixFileMode SecretMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>For certificates: everybody may read them.</summary>
    public const UnixFileMode PublicMode = SecretMode | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>In bytes. A bundle of all public roots has about 220 KiB; what is much longer is not what it claims to be.</summary>
    private const int MaxLength = 1024 * 1024;

    private const UnixFileMode AnybodyElse =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute |
        UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    public static byte[] ReadBytes(string path) => Read(path);

    public static string ReadText(string path) => Encoding.UTF8.GetString(ReadBytes(path));

    /// <summary>Refuses a file that anybody but its owner can touch: the key may be known to others already.</summary>
    public static string ReadSecret(string path) => Encoding.UTF8.GetString(Read(path, AnybodyElse));

    /// <summary>The same for a key that others made: their group may read it, as administrators arrange it for a server's own user.</summary>
    public static string ReadKey(string path) => Encoding.UTF8.GetString(Read(path, AnybodyElse & ~UnixFileMode.GroupRead));

    /// <summary>Creates the directory for its owner alone; one that is there keeps its mode.</summary>
    public static void CreateDirectory(string path)
    {
        try
        {
            Directory.CreateDirectory(path, SecretMode | UnixFileMode.UserExecute);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CertificateFileException(path, $"cannot be made a directory: {exception.Message}", exception);
        }
    }

    /// <summary>Replaces the file as a whole: a reader, or we after a crash, find the old text or the new one.</summary>
    public static void Replace(string path, string text, UnixFileMode mode) => Write(path, text, mode, overwrite: true);

    /// <summary>Creates the file as a whole, and fails where there is one.</summary>
    public static void Create(string path, string text, UnixFileMode mode) => Write(path, text, mode, overwrite: false);

    private static byte[] Read(string path, UnixFileMode forbidden = UnixFileMode.None)
    {
        try
        {
            RefuseEmpty(path);
            using var file = File.OpenRead(path);
            RefuseExposed(path, File.GetUnixFileMode(file.SafeFileHandle), forbidden);
            if (file.Length > MaxLength)
                throw new CertificateFileException(path, $"is {file.Length} bytes long, more than any file of this kind.");

            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CertificateFileException(path, $"cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Before it is opened: a pipe would be waited for without an end. It has no length, like a device.</summary>
    private static void RefuseEmpty(string path)
    {
        var file = new FileInfo(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
        if (file.Exists && file.Length == 0)
            throw new CertificateFileException(path, "is empty, or no regular file.");
    }

    private static void RefuseExposed(string path, UnixFileMode mode, UnixFileMode forbidden)
    {
        if ((mode & forbidden) != UnixFileMode.None)
        {
            var octal = Convert.ToString((int)mode, 8).PadLeft(4, '0');
            throw new CertificateFileException(
                path,
                $"holds a private key, and its mode {octal} lets others touch it. If nobody has, 'chmod 600 {path}'; else replace the key.");
        }
    }

    private static void Write(string path, string text, UnixFileMode mode, bool overwrite)
    {
        var draft = $"{path}.{Guid.NewGuid():N}.new";
        try
        {
            WriteThrough(draft, text, mode);
            File.Move(draft, path, overwrite);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(draft))
                File.Delete(draft);
            throw new CertificateFileException(path, $"cannot be written: {exception.Message}", exception);
        }
    }

    private static void WriteThrough(string path, string text, UnixFileMode mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = SecretMode };
        using var file = new FileStream(path, options);
        file.Write(Encoding.UTF8.GetBytes(text));
        File.SetUnixFileMode(file.SafeFileHandle, mode); // the umask cannot narrow this one
        file.Flush(flushToDisk: true);
    }
}
