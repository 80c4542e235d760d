using System.Net;

namespace Adit.Server.Configuration;

/// <summary>SSTP without TLS, for balancers that end it.</summary>
public sealed record PlainSstpOptions
{
    /// <summary>Where to listen; nowhere by default.</summary>
    public IReadOnlyList<IPEndPoint> Listen { get; init; } = [];

    /// <summary>The balancers; nobody else may connect.</summary>
    public AddressPrefixes From { get; init; } = AddressPrefixes.None;

    /// <summary>PEM files with the certificates that the balancers show; clients' crypto bindings must name one of them.</summary>
    public IReadOnlyList<string> Certificates { get; init; } = [];
}
