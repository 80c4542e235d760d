namespace Adit.Protocols.Radius.Servers;

/// <summary>A server that is asked. The values are those of a remote server group of Windows' policy server.</summary>
/// <param name="Name">What we call it.</param>
/// <param name="Secret">Shared with it.</param>
public sealed record RadiusServerOptions(string Name, RadiusSecret Secret)
{
    /// <summary>Servers of the lowest number are asked as long as one of them is there.</summary>
    public int Priority { get; init; } = 1;

    /// <summary>Its share among servers of one priority, 1 to 100.</summary>
    public int Weight { get; init; } = 50;

    /// <summary>After this time without an answer a packet counts as lost.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How often it gets one request before another server does; at least 1. Two outlast a packet that is really lost.</summary>
    public int Tries { get; init; } = 2;

    /// <summary>Packets lost one after another that make it dead; at least 1.</summary>
    public int MaxLosses { get; init; } = 5;

    /// <summary>How long a dead one is left alone before it gets one request again.</summary>
    public TimeSpan DeadTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether a dead one is asked meanwhile whether it is back (RFC 5997). A server that does not know the question drops it.</summary>
    public bool Probes { get; init; } = true;

    /// <summary>Whether its answers to Access-Requests need a Message-Authenticator.</summary>
    public bool RequiresMessageAuthenticator { get; init; } = true;
}
