using Adit.Linux;

namespace Adit.Client;

/// <summary>Reads files that anybody may have made. A pipe or a device is none: it may never end, or never begin.</summary>
public static class BoundedFile
{
    /// <summary>Reads all of one.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="maxLength">In bytes.</param>
    /// <returns>Its bytes; null where it is longer.</returns>
    /// <exception cref="IOException">It is no regular file, or cannot be read.</exception>
    public static byte[]? TryRead(string path, int maxLength)
    {
        RegularFile.RefuseOther(path);
        using var file = File.OpenRead(path);
        var bytes = new byte[file.Length is > 0 and var length ? Math.Min(length, maxLength) + 1 : maxLength + 1]; // files of /proc say 0
        var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read <= maxLength ? bytes[..read] : null;
    }
}
