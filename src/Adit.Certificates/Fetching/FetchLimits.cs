using System.Net;

namespace Adit.Certificates.Fetching;

/// <summary>How far fetching may go.</summary>
public sealed record FetchLimits
{
    /// <summary>How long one address may take, from its name to the last byte: 15 s, as Windows gives it.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How often one address may send us on to another.</summary>
    public int Redirects { get; init; } = 3;

    /// <summary>The proxy to go through; null for the straight way.</summary>
    public IWebProxy? Proxy { get; init; }
}
