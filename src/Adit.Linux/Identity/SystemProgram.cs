using System.ComponentModel;
using System.Diagnostics;

namespace Adit.Linux.Identity;

/// <summary>A program of the distribution, also where PATH lacks the folders of the administrator's programs.</summary>
public static class SystemProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly string[] Folders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    /// <summary>Where it lies; null where it is not installed.</summary>
    public static string? Find(string name) => Folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Runs it to its end and gives its exit code with all it said. Throws <see cref="LinuxException"/> where it cannot be run.</summary>
    public static (int ExitCode, string Output) Run(string name, params IEnumerable<string> arguments) => Run(name, arguments, Patience);

    /// <summary>The same, for a program that may take as long as <paramref name="patience"/>.</summary>
    public static (int ExitCode, string Output) Run(string name, IEnumerable<string> arguments, TimeSpan patience)
    {
        var path = Find(name) ?? throw new LinuxException($"run {name}", 2, $"Install the package that holds '{name}'.");
        var start = new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(patience))
            {
                process.Kill();
                throw new LinuxException($"run {name}", Interop.Errno.ETIMEDOUT);
            }

            return (process.ExitCode, (output.GetAwaiter().GetResult() + error.GetAwaiter().GetResult()).Trim());
        }
        catch (Win32Exception e)
        {
            throw new LinuxException($"run {name}", e.NativeErrorCode);
        }
    }

    /// <summary>Becomes another program: the process keeps its id and its open files. Returns only by throwing <see cref="LinuxException"/>.</summary>
    /// <param name="path">The program.</param>
    /// <param name="arguments">Its arguments, its own name excluded.</param>
    /// <param name="environment">Variables to set over those that are there.</param>
    public static void Become(string path, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment)
    {
        foreach (var (name, value) in environment)
            Environment.SetEnvironmentVariable(name, value);
        var variables = Environment.GetEnvironmentVariables();
        Interop.Libc.Execute(
            path,
            [path, .. arguments, null],
            [.. variables.Keys.Cast<string>().Select(name => $"{name}={variables[name]}"), null]);
        throw new LinuxException($"become {path}", System.Runtime.InteropServices.Marshal.GetLastPInvokeError());
    }
}
