using System.ComponentModel;
using System.Diagnostics;
using Adit.Linux.Interop;

namespace Adit.Linux.Firewall;

/// <summary>Runs <c>nft -f -</c>. What it reads on its input is one transaction: all of it takes effect, or nothing.</summary>
internal static class NftProgram
{
    private const int MaxWords = 400; // of what nft says, in an exception's message
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    public static void Run(string operation, string script)
    {
        using var process = Start(operation);
        var words = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(script);
        process.StandardInput.Close();
        if (!process.WaitForExit(_patience))
        {
            process.Kill();
            throw new LinuxException(operation, Errno.ETIMEDOUT);
        }

        if (process.ExitCode != 0)
            throw Refused(operation, words.GetAwaiter().GetResult());
    }

    private static Process Start(string operation)
    {
        var start = new ProcessStartInfo("nft", ["-f", "-"])
        {
            RedirectStandardInput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new LinuxException($"{operation}: run nft", exception.NativeErrorCode, "Install the package 'nftables'.");
        }
    }

    private static LinuxException Refused(string operation, string words)
    {
        var reason = string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (reason.Length > MaxWords)
            reason = reason[..MaxWords];
        var isPermission = reason.Contains("Operation not permitted", StringComparison.Ordinal);
        return new LinuxException(operation, isPermission ? Errno.EPERM : 0, $"nft said \"{reason}\"",
            isPermission ? "Run as root, or give this process the capability CAP_NET_ADMIN." : "");
    }
}
