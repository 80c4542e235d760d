using System.ComponentModel;

namespace Adit.Cli.Demo;

/// <summary>Runs <c>ip</c> of iproute2, the one tool that makes namespaces and cables.</summary>
internal static class IpProgram
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Runs it with these words, separated by blanks; what it printed.</summary>
    public static async Task<string> RunAsync(string words)
    {
        try
        {
            await using var ip = ChildProcess.Start("ip", words.Split(' '));
            var lines = new List<string>();
            await foreach (var line in ip.ReadAllAsync(Limit))
                lines.Add(line);

            return await ip.WaitAsync(Limit, CancellationToken.None) == 0
                ? string.Join('\n', lines)
                : throw new DemoException($"'ip {words}' said: {ip.Said}");
        }
        catch (Win32Exception exception)
        {
            throw new DemoException($"'ip' cannot be run ({exception.Message}): install the package iproute2.");
        }
    }
}
