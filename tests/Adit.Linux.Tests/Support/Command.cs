using System.Diagnostics;

namespace Adit.Linux.Tests.Support;

/// <summary>Runs a program in the network namespace of the calling thread, and gives what it printed.</summary>
internal static class Command
{
    public static string Output(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
