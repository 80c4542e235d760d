using System.ComponentModel.DataAnnotations;

namespace Adit.Protocols.Sstp;

/// <summary>What the client's side of a call can be told.</summary>
public sealed record SstpClientOptions : SstpOptions
{
    /// <summary>The hash protocols we bind with, the strongest that is offered first. SHA-1 is for servers of before Windows 7.</summary>
    [Range(1, 3)]
    public SstpHashProtocol HashProtocols { get; init; } = SstpHashProtocol.Sha1 | SstpHashProtocol.Sha256;
}
