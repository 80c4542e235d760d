using System.ComponentModel.DataAnnotations;

namespace Adit.Protocols.Sstp;

/// <summary>What the server's side of a call can be told.</summary>
public sealed record SstpServerOptions : SstpOptions
{
    /// <summary>
    /// The hash protocols offered for the binding. Both, since some clients drop an offer of SHA-256 alone; a client that is offered
    /// both must take SHA-256.
    /// </summary>
    [Range(1, 3)]
    public SstpHashProtocol HashProtocols { get; init; } = SstpHashProtocol.Sha1 | SstpHashProtocol.Sha256;

    /// <summary>How many requests are answered with a Nak before the call is aborted ([MS-SSTP] §3.3.5.2.2).</summary>
    [Range(1, 10)]
    public int MaxNaks { get; init; } = 3;
}
