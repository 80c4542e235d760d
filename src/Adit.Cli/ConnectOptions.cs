using System.Net;
using Adit.Certificates.Validation;
using Adit.Certificates.Revocation;
using Adit.Client;
using Adit.Client.Eap;
using Adit.Protocols.Ip;

namespace Adit.Cli;

/// <summary>What <c>adit connect</c> was asked for, on the command line or in a connection's file.</summary>
internal sealed record ConnectOptions
{
    /// <summary>The port of HTTPS, and so of SSTP.</summary>
    public const int HttpsPort = 443;

    /// <summary>The server's name or address.</summary>
    public required string Host { get; init; }

    /// <summary>The name to sign in with.</summary>
    public required string User { get; init; }

    /// <summary>The password; empty where no method asks for one.</summary>
    public required string Password { get; init; }

    /// <summary>Gives the new password where the old one has expired; null where it is not to be changed.</summary>
    public Func<string?>? NewPassword { get; init; }

    /// <summary>The PEM file of the authorities to trust; null for those of the machine.</summary>
    public string? CaFile { get; init; }

    /// <summary>The folder of the certificates that are refused; null for the machine's.</summary>
    public string? UntrustedFolder { get; init; }

    /// <summary>What the server must be beyond that.</summary>
    public ServerExpectations Expected { get; init; } = ServerExpectations.None;

    /// <summary>The name to ask for in TLS; null for the host.</summary>
    public string? Sni { get; init; }

    /// <summary>The server's TCP port.</summary>
    public int Port { get; init; } = HttpsPort;

    /// <summary>The proxy that leads to the server; null for the straight way.</summary>
    public ProxyServer? Proxy { get; init; }

    /// <summary>The proxy as it was asked for, without who we are to it, or "none"; null where the environment decides.</summary>
    public string? ProxyOption { get; init; }

    /// <summary>Whether all traffic goes through the tunnel.</summary>
    public bool TakesDefaultRoute { get; init; } = true;

    /// <summary>What may leave the machine beside the tunnel.</summary>
    public LockdownMode Lockdown { get; init; }

    /// <summary>The interface's name; a %d in it becomes the first free number.</summary>
    public string Interface { get; init; } = InterfaceName.Default;

    /// <summary>Whether a connection that is lost is made again.</summary>
    public bool Reconnects { get; init; } = true;

    /// <summary>Whether a service manager would begin it again: it is told by the exit code where that cannot help.</summary>
    public bool IsAlwaysOn { get; init; }

    /// <summary>Whether events are printed as JSON lines.</summary>
    public bool Json { get; init; }

    /// <summary>The methods of authentication that the server may ask for.</summary>
    public AuthenticationChoice Authentication { get; init; } = AuthenticationChoice.Default;

    /// <summary>What EAP needs beside that.</summary>
    public EapChoice Eap { get; init; } = new();

    /// <summary>The certificates to sign in with, read; null for none.</summary>
    public ClientCertificates? Certificates { get; init; }

    /// <summary>How strictly the revocation of the server's certificate is checked.</summary>
    public RevocationSettings Revocation { get; init; } = RevocationSettings.Windows;

    /// <summary>Networks that go through the tunnel, whatever the server says.</summary>
    public IReadOnlyList<Ipv4Network> Routes { get; init; } = [];

    /// <summary>Networks behind this machine, whose hosts use the tunnel, too.</summary>
    public IReadOnlyList<IPNetwork> Behind { get; init; } = [];

    /// <summary>The congestion control of the connection; null for the kernel's own.</summary>
    public string? CongestionControl { get; init; }

    /// <summary>Whether UDP passes the interface in super-packets.</summary>
    public bool UdpOffload { get; init; } = true;

    /// <summary>The name in the first certificate that has one; throws <see cref="CliException"/> where none has.</summary>
    public static string UserOf(ClientCertificates? certificates) => certificates?.Identities.FirstOrDefault()
        ?? throw new CliException(ExitCode.Usage, "The certificate bears no name to sign in with.", "Give one with --user, or 'user' in the profile.");

    /// <summary>Host and user alone: the password never reaches a log.</summary>
    public override string ToString() => $"{User} at {Host}";
}
