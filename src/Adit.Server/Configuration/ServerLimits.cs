using System.ComponentModel.DataAnnotations;

namespace Adit.Server.Configuration;

/// <summary>How many connections and how long each step of one may take, before anyone has proved who they are.</summary>
public sealed record ServerLimits
{
    /// <summary>Sessions that are open at once; more are refused with 503.</summary>
    [Range(0, 100_000)]
    public int Sessions { get; init; } = 10_000;

    /// <summary>Sessions of one kind of tunnel.</summary>
    public TunnelPorts Ports { get; init; } = new();

    /// <summary>Sessions of one user; 0 for as many as there are places.</summary>
    [Range(0, 1000)]
    public int SessionsPerUser { get; init; }

    /// <summary>What happens to the next one.</summary>
    public WhenReached WhenReached { get; init; }

    /// <summary>How clients are told that there is no place.</summary>
    public RefusalForm Refuse { get; init; }

    /// <summary>Connections that have not authenticated yet, in all. Each costs some 66 KiB.</summary>
    [Range(1, 100_000)]
    public int HalfOpen { get; init; } = 2_000;

    /// <summary>The same from one address. An office behind one address reconnects with all its people at once.</summary>
    [Range(1, 100_000)]
    public int HalfOpenPerAddress { get; init; } = 100;

    /// <summary>How long the TLS handshake may take, from the accepted connection on.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan HandshakeTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the HTTP header may take, from the handshake on.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan HeaderTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest HTTP header, in bytes.</summary>
    [Range(512, 16_384)]
    public int HeaderBytes { get; init; } = 4096;
}
