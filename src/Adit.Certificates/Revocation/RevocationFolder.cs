using System.Security.Cryptography;
using System.Text;

namespace Adit.Certificates.Revocation;

/// <summary>
/// Lists on disk, so that a server that starts while a list's place is down still has it. Files are named for the hash of their key, and
/// whatever is read is verified anew. A disk that is full or gone costs the copy and nothing else.
/// </summary>
internal sealed class RevocationFolder(string path)
{
    private const int MaxFiles = 64;

    public async Task<byte[]?> ReadAsync(string key)
    {
        try
        {
            var file = new FileInfo(FileOf(key));
            return file.Exists && file.Length <= RevocationList.MaxLength ? await File.ReadAllBytesAsync(file.FullName) : null;
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
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var file = FileOf(key);
            await File.WriteAllBytesAsync(file + ".new", contents);
            File.Move(file + ".new", file, overwrite: true);
            foreach (var old in new DirectoryInfo(path).GetFiles().OrderByDescending(one => one.LastWriteTimeUtc).Skip(MaxFiles))
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
            foreach (var file in Directory.Exists(path) ? Directory.GetFiles(path) : [])
                File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone meanwhile.
        }
    }

    private string FileOf(string key) => Path.Combine(path, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))));
}
