using System.Globalization;
using Adit.Linux.Identity;

namespace Adit.Server.Privileges;

/// <summary>
/// This program where another user can read it. A checkout may lie in a home that is closed to others: then its build is copied to
/// <c>/run/adit</c>, which root alone can write, under the id of the process that runs it.
/// </summary>
internal static class ProgramCopy
{
    private const string Folder = "/run/adit";
    private const string Prefix = "program-";

    /// <summary>The program and its first arguments, as the user can run them.</summary>
    public static IReadOnlyList<string> CommandFor(UserAccount account)
    {
        var built = AppContext.BaseDirectory.TrimEnd('/');
        var program = ServerUser.CanRead(account, Path.Combine(built, "adit.dll")) ? built : Copy(built);
        return Command(program);
    }

    /// <summary>The command that runs the program of this folder: itself, or the runtime with it.</summary>
    internal static IReadOnlyList<string> Command(string folder) => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
        ? [Environment.ProcessPath!, Path.Combine(folder, "adit.dll")]
        : [Path.Combine(folder, "adit")];

    /// <summary>Copies the files of a build, for everyone to read.</summary>
    public static void CopyTo(string built, string target)
    {
        Directory.CreateDirectory(target, Open);
        foreach (var directory in Directory.EnumerateDirectories(built))
            CopyTo(directory, Path.Combine(target, Path.GetFileName(directory)));
        foreach (var file in Directory.EnumerateFiles(built))
        {
            var copy = Path.Combine(target, Path.GetFileName(file));
            File.Copy(file, copy);
            File.SetUnixFileMode(copy, ModeOf(file));
        }
    }

    private static UnixFileMode Open => UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Everyone may read it, and run what its owner may run.</summary>
    private static UnixFileMode ModeOf(string file) => File.GetUnixFileMode(file).HasFlag(UnixFileMode.UserExecute)
        ? Open
        : Open & ~(UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);

    private static string Copy(string built)
    {
        Directory.CreateDirectory(Folder, Open);
        foreach (var old in Directory.EnumerateDirectories(Folder, Prefix + "*").Where(IsAbandoned))
            Directory.Delete(old, recursive: true);
        var target = Path.Combine(Folder, Prefix + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        CopyTo(built, target);
        return target;
    }

    /// <summary>The process that ran it has ended, or it is ours: what an earlier process of our id has left.</summary>
    private static bool IsAbandoned(string copy)
    {
        var id = Path.GetFileName(copy)[Prefix.Length..];
        return id == Environment.ProcessId.ToString(CultureInfo.InvariantCulture) || !Directory.Exists($"/proc/{id}");
    }
}
