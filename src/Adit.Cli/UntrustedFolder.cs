using Adit.Certificates.Stores;

namespace Adit.Cli;

/// <summary>What this machine's administrator has declared untrusted, for whoever judges servers here.</summary>
internal static class UntrustedFolder
{
    /// <summary>Where it is, beside the connections.</summary>
    public const string Default = "/etc/adit/untrusted";

    /// <summary>The store of a server that runs on this machine, too: what it refuses to show, its machine need not accept.</summary>
    private const string OfServer = "/var/lib/adit/stores/untrusted";

    /// <summary>
    /// The folder, or with null that of the machine. Throws <see cref="CliException"/> where a file in it cannot be read: somebody meant to
    /// refuse a certificate, and it would be accepted.
    /// </summary>
    public static DistrustedFolder Open(string? path)
    {
        var folder = path is null ? new DistrustedFolder(Default, OfServer) : new DistrustedFolder(path);
        return folder.FindUnreadable() is [var fault, ..]
            ? throw new CliException(ExitCode.Failed, fault, "Put the certificate there that is to be refused, in PEM or DER, or take the file away.")
            : folder;
    }
}
