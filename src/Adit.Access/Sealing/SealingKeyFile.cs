using System.Security.Cryptography;

namespace Adit.Access.Sealing;

/// <summary>The key of the seal: 32 random bytes in a file of mode 0600 that belongs to the user we run as. Made at the first start.</summary>
public static class SealingKeyFile
{
    /// <summary>The file's name in the state directory.</summary>
    public const string Name = "seal.key";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>
    /// A sealer with the key of this directory. <paramref name="isOwnedByUs"/> says whether a file belongs to the user we run as.
    /// Throws <see cref="SealingException"/> where there is a key file that must not be used.
    /// </summary>
    public static SecretSealer OpenOrCreate(string directory, Func<string, bool> isOwnedByUs)
    {
        ArgumentNullException.ThrowIfNull(isOwnedByUs);
        var path = Path.Combine(directory, Name);
        if (!File.Exists(path))
            Create(path);

        var key = Read(path, isOwnedByUs);
        var sealer = new SecretSealer(key);
        CryptographicOperations.ZeroMemory(key);
        return sealer;
    }

    /// <summary>Written whole beside its place and then moved, so that no crash leaves half a key. Never replaces a key.</summary>
    private static void Create(string path)
    {
        var temporary = path + ".new";
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly };
        using (var file = new FileStream(temporary, options))
        {
            file.Write(RandomNumberGenerator.GetBytes(SecretSealer.KeyLength));
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: false);
    }

    private static byte[] Read(string path, Func<string, bool> isOwnedByUs)
    {
        try
        {
            var mode = File.GetUnixFileMode(path);
            if ((mode & ~OwnerOnly) != UnixFileMode.None)
                throw new SealingException(new SealingFailure.TooOpen(path, mode));
            if (!isOwnedByUs(path))
                throw new SealingException(new SealingFailure.NotOurs(path));

            var length = new FileInfo(path).Length;
            return length == SecretSealer.KeyLength
                ? File.ReadAllBytes(path)
                : throw new SealingException(new SealingFailure.Malformed(path, length));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SealingException(new SealingFailure.Unreadable(path), exception);
        }
    }
}
