using Adit.Linux;

namespace Adit.Cli;

/// <summary>Reads files that anybody may have made. A pipe or a device is none: it may never end, or never begin.</summary>
internal static class BoundedFile
{
    /// <summary>All of it; null where it is longer than so many bytes, and an <see cref="IOException"/> where it is no regular file.</summary>
    public static byte[]? TryRead(string path, int maxLength)
    {
        if (File.Exists(path) && !RegularFile.IsAt(path))
            throw new IOException($"{path} is a pipe or a device, and no regular file.");

        using var file = File.OpenRead(path);
        var bytes = new byte[file.Length is > 0 and var length ? Math.Min(length, maxLength) + 1 : maxLength + 1]; // files of /proc say 0
        var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read <= maxLength ? bytes[..read] : null;
    }
}
