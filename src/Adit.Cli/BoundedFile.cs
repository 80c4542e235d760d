namespace Adit.Cli;

/// <summary>Reads files that anybody may have made, and what is no file: a device has no length, and no end.</summary>
internal static class BoundedFile
{
    /// <summary>All of it; null where it is longer than so many bytes.</summary>
    public static byte[]? TryRead(string path, int maxLength)
    {
        using var file = File.OpenRead(path);
        var bytes = new byte[file.CanSeek && file.Length is > 0 and var length ? Math.Min(length, maxLength) + 1 : maxLength + 1];
        var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read <= maxLength ? bytes[..read] : null;
    }
}
