namespace Adit.Server.Service;

/// <summary>The journal of systemd, to which a service's output goes: it keeps what is printed, for others to read.</summary>
public static class JournalStream
{
    /// <summary>Whether the standard output of this process goes there (systemd.exec(5), JOURNAL_STREAM).</summary>
    public static bool HasStandardOutput =>
        Has(Environment.GetEnvironmentVariable("JOURNAL_STREAM"), new FileInfo("/proc/self/fd/1").LinkTarget);

    /// <param name="stream">The variable: device and inode of the socket. Children inherit it, whatever their own output is.</param>
    /// <param name="output">What the output is, as in <c>socket:[4711]</c>.</param>
    internal static bool Has(string? stream, string? output) => stream?.Split(':') is [_, var inode] && output == $"socket:[{inode}]";
}
