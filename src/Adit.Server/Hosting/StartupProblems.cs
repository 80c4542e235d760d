using System.Net.Sockets;
using Adit.Access.Sealing;
using Adit.Certificates;
using Adit.Certificates.Names;
using Adit.Linux;
using Adit.Server.Configuration;
using Adit.Server.Control;
using Adit.Server.Serving;
using Adit.Storage;

namespace Adit.Server.Hosting;

/// <summary>Says in words why the server could not start, and what to do.</summary>
internal static class StartupProblems
{
    public static StartupException Of(Exception e, UpOptions options) => e switch
    {
        StartupException startup => startup,
        ConfigurationException configuration => new StartupException(e.Message, configuration.NextStep, e),
        StorageException storage => new StartupException(e.Message, Remedy(storage.Failure), e),
        SealingException sealing => new StartupException(e.Message, Remedy(sealing.Failure), e),
        RefusedCertificateException refused => new StartupException(refused.Message, refused.NextStep, e),
        CertificateFileException => new StartupException(e.Message, "Mend the file as said, or choose another state directory with --state.", e),
        ServerNameException => new StartupException(e.Message, "Give DNS names or addresses with --name or 'names:'.", e),
        LinuxException linux => new StartupException(e.Message, Remedy(linux), e),
        ControlException control => new StartupException(control.Problem.Cause, control.Problem.NextStep, e),
        SocketException socket => OfListening("an address of 'listen:'", socket),
        IOException or UnauthorizedAccessException => new StartupException(
            e.Message, $"Check the state directory {options.StateDirectory}: who owns it, and whether the disk is full.", e),
        _ => new StartupException($"An error of ours: {e}", "Please report it.", e),
    };

    /// <summary>Why nothing can listen at this address.</summary>
    public static StartupException OfListening(string address, SocketException e) => e.SocketErrorCode switch
    {
        SocketError.AddressAlreadyInUse => new StartupException(
            $"{address} is taken by another program.", "See who has it with 'ss -ltnp', or choose another with 'listen:' in adit.yaml.", e),
        SocketError.AddressNotAvailable => new StartupException(
            $"{address} is no address of this machine.", "See them with 'ip address', and correct 'listen:' in adit.yaml.", e),
        SocketError.AccessDenied => new StartupException(
            $"This process may not listen at {address}.", "Run as root, or give it the capability CAP_NET_BIND_SERVICE.", e),
        _ => new StartupException($"Nothing can listen at {address}: {e.Message}.", "Check 'listen:' in adit.yaml.", e),
    };

    private static string Remedy(LinuxException e) =>
        e.Remedy.Length > 0 ? e.Remedy
        : e.ErrorName is "EPERM" or "EACCES" ? "Run as root."
        : "Mend what it says, and start again.";

    private static string Remedy(StorageFailure failure) => failure switch
    {
        StorageFailure.TooOpen open => $"If nobody else has used it: chmod 600 {open.Path}",
        StorageFailure.NewerSchema => "Install the newer Adit again, or choose another state directory with --state.",
        StorageFailure.Unusable => "Mend what it says, or choose another state directory with --state.",
        _ => "Put back a backup of the state directory, or choose another with --state.",
    };

    private static string Remedy(SealingFailure failure) => failure switch
    {
        SealingFailure.TooOpen open =>
            $"If nobody else has read it: chmod 600 {open.Path}. Else move it away and set every password anew with 'adit user passwd'.",
        SealingFailure.NotOurs notOurs => $"Run as the file's owner, or give it to the server's user: chown USER {notOurs.Path}",
        _ => "Put back a backup of the state directory, or choose another with --state.",
    };
}
