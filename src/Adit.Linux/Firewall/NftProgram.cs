using Adit.Linux.Interop;

namespace Adit.Linux.Firewall;

/// <summary>Runs <c>nft</c>. What it reads on its input is one transaction: all of it takes effect, or nothing.</summary>
internal static class NftProgram
{
    private const int MaxWords = 400; // of what nft says, in an exception's message

    /// <summary>Carries out a transaction.</summary>
    public static void Run(string operation, string script)
    {
        var (exitCode, _, words) = Run(operation, ["-f", "-"], script);
        if (exitCode != 0)
            throw Refused(operation, words);
    }

    /// <summary>A table of the family inet as JSON (libnftables-json(5)); null where there is none of that name.</summary>
    public static string? List(string table)
    {
        var operation = $"read the nftables table {table}";
        var (exitCode, output, words) = Run(operation, ["-j", "list", "table", "inet", table], "");
        return exitCode == 0 ? output
            : words.Contains("No such file or directory", StringComparison.Ordinal) ? null
            : throw Refused(operation, words);
    }

    /// <summary>All tables as JSON.</summary>
    public static string ListAll()
    {
        const string operation = "read the nftables of this machine";
        var (exitCode, output, words) = Run(operation, ["-j", "list", "ruleset"], "");
        return exitCode == 0 ? output : throw Refused(operation, words);
    }

    private static (int ExitCode, string Output, string Words) Run(string operation, string[] arguments, string script) =>
        FirewallProgram.Run("nft", operation, arguments, script) ?? throw new LinuxException($"{operation}: run nft", Errno.ENOENT, "Install the package 'nftables'.");

    private static LinuxException Refused(string operation, string words)
    {
        var reason = string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (reason.Length > MaxWords)
            reason = reason[..MaxWords];
        var (error, remedy) = reason switch
        {
            _ when reason.Contains("Operation not permitted", StringComparison.Ordinal) =>
                (Errno.EPERM, "Run as root, or give this process the capability CAP_NET_ADMIN."),
            _ when reason.Contains("Operation not supported", StringComparison.Ordinal) =>
                (0, "Take a kernel whose nf_tables has the family inet (CONFIG_NF_TABLES_INET)."),
            _ => (0, ""),
        };
        return new LinuxException(operation, error, $"nft said \"{reason}\"", remedy);
    }
}
