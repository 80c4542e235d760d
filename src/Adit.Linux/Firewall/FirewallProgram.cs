using System.ComponentModel;
using System.Diagnostics;
using Adit.Linux.Interop;

namespace Adit.Linux.Firewall;

/// <summary>Runs a program that the kernel's firewall is spoken to with.</summary>
internal static class FirewallProgram
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    /// <summary>Gives it this input, and waits for all that it says; null where this machine does not have the program.</summary>
    public static (int ExitCode, string Output, string Words)? Run(string program, string operation, string[] arguments, string script)
    {
        using var process = Start(program, operation, arguments);
        if (process is null)
            return null;

        var output = process.StandardOutput.ReadToEndAsync();
        var words = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(script);
        process.StandardInput.Close();
        if (!process.WaitForExit(_patience))
        {
            process.Kill();
            throw new LinuxException(operation, Errno.ETIMEDOUT);
        }

        return (process.ExitCode, output.GetAwaiter().GetResult(), words.GetAwaiter().GetResult());
    }

    private static Process? Start(string program, string operation, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception) when (exception.NativeErrorCode == Errno.ENOENT)
        {
            return null;
        }
        catch (Win32Exception exception)
        {
            throw new LinuxException($"{operation}: run {program}", exception.NativeErrorCode);
        }
    }
}
