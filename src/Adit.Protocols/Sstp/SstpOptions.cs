using System.ComponentModel.DataAnnotations;

namespace Adit.Protocols.Sstp;

/// <summary>The timers of both roles; the defaults are those of [MS-SSTP] §3.1.2, §3.2.2 and §3.3.2.</summary>
public abstract record SstpOptions
{
    private protected SstpOptions()
    {
    }

    /// <summary>How long each phase of call set-up may take. The second holds the user's whole authentication.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan NegotiationTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the peer may be silent before we ask, and again before we give up. NAT entries often live less than minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan HelloInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long to wait for the Call Abort that answers ours.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan AbortTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How long the transport stays open after both Call Aborts, so that neither is lost where they cross.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan AbortLinger { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long to wait for the Call Disconnect Acknowledge.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan DisconnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the transport stays open after our Call Disconnect Acknowledge, so that it arrives.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan DisconnectLinger { get; init; } = TimeSpan.FromSeconds(1);
}
