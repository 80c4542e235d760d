using System.Globalization;
using System.Net;

namespace Adit.Linux.Sockets;

/// <summary>Who listens on TCP in this network namespace, from the kernel's table.</summary>
public static class ListeningSockets
{
    private const string Listening = "0A";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ListeningEntry> List() =>
        [.. ReadLines("/proc/net/tcp").SelectMany(Parse), .. ReadLines("/proc/net/tcp6").SelectMany(Parse)];

    /// <summary>The program that holds a socket, as <c>nginx (4711)</c>; null where we may not see it.</summary>
    public static string? FindHolder(ListeningEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var wanted = $"socket:[{entry.Inode}]";
        return Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
            .Where(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _)).FirstOrDefault(process => Holds(process!, wanted)) is { } id
            ? $"{ReadName(id)} ({id})"
            : null;
    }

    /// <summary>Reads a line of the table; none for the heading, and for sockets that do not listen.</summary>
    internal static IEnumerable<ListeningEntry> Parse(string line)
    {
        var fields = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length > 9 && fields[3] == Listening && fields[1].Split(':') is [var address, var port] && TryReadAddress(address, out var bytes)
            && ushort.TryParse(port, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number))
            yield return new ListeningEntry(new IPEndPoint(new IPAddress(bytes), number), fields[9]);
    }

    /// <summary>Four bytes at a time, as numbers of the machine.</summary>
    private static bool TryReadAddress(string hex, out byte[] bytes)
    {
        bytes = [];
        if (hex.Length is not (8 or 32))
            return false;

        bytes = new byte[hex.Length / 2];
        for (var at = 0; at < bytes.Length; at += 4)
        {
            if (!uint.TryParse(hex.AsSpan(at * 2, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var word))
                return false;
            BitConverter.TryWriteBytes(bytes.AsSpan(at), word);
        }

        return true;
    }

    private static IEnumerable<string> ReadLines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static bool Holds(string process, string socket)
    {
        try
        {
            return Directory.EnumerateFiles($"/proc/{process}/fd").Any(file => new FileInfo(file).LinkTarget == socket);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // it has ended, or is another's
        }
    }

    private static string ReadName(string process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/comm").Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "a program";
        }
    }
}

/// <summary>A socket that listens.</summary>
/// <param name="EndPoint">Where.</param>
/// <param name="Inode">The kernel's number for it.</param>
public sealed record ListeningEntry(IPEndPoint EndPoint, string Inode);
