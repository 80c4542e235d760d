using System.Security.Cryptography;
using System.Text;

namespace Adit.Certificates.Revocation;

/// <summary>
/// Lists or answers on disk, so that a server that starts while their place is down still has them. Files are named for the hash of their key, and
/// whatever is read is verified anew. A disk that is full or gone costs the copy and nothing else.
/// </summary>
internal sealed class RevocationFolder
{
    private readonly string _path;
    private readonly int _maxLength;
    private readonly int _maxFiles;

    private RevocationFolder(string path, int maxLength, int maxFiles) => (_path, _maxLength, _maxFiles) = (path, maxLength, maxFiles);

    /// <summary>Few and long: one for each authority.</summary>
    public static RevocationFolder OfLists(string path) => new(path, RevocationList.MaxLength, 64);

    /// <summary>Many and short: one for each certificate.</summary>
    public static RevocationFolder OfAnswers(string path) => new(path, Ocsp.OcspAnswer.MaxLength, 1024);

    public async Task<byte[]?> ReadAsync(string key)
    {
        try
        {
            var file = new FileInfo(FileOf(key));
            return file.Exists && file.Length <= _maxLength ? await File.ReadAllBytesAsync(file.FullName) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public async Task WriteAsync(string key, ReadOnlyMemory<byte> contents)
    {
        try
        {
            Directory.CreateDirectory(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var file = FileOf(key);
            await File.WriteAllBytesAsync(file + ".new", contents);
            File.Move(file + ".new", file, overwrite: true);
            foreach (var old in new DirectoryInfo(_path).GetFiles().OrderByDescending(one => one.LastWriteTimeUtc).Skip(_maxFiles))
                old.Delete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It will be fetched again.
        }
    }

    public void Clear()
    {
        try
        {
            foreach (var file in Directory.Exists(_path) ? Directory.GetFiles(_path) : [])
                File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone meanwhile.
        }
    }

    private string FileOf(string key) => Path.Combine(_path, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))));
}
