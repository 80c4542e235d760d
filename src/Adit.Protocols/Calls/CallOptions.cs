using System.ComponentModel.DataAnnotations;

namespace Adit.Protocols.Calls;

/// <summary>The limits of a call as a whole; those of its layers are in their own options.</summary>
public sealed record CallOptions
{
    /// <summary>How long everything up to the first packet may take. 90 s lets a person correct a password twice.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan SetupTime { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>
    /// How many packets may come before the tunnel is connected. Old sstpc says Connected only once its interface is up, so a few
    /// packets may overtake it; they are dropped.
    /// </summary>
    [Range(0, 1000)]
    public int MaxEarlyPackets { get; init; } = 64;

    /// <summary>How many messages may wait for a peer that does not read, before the layers below are held back.</summary>
    [Range(4, 1000)]
    public int MaxQueuedMessages { get; init; } = 64;
}
