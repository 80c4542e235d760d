using Adit.Server.Monitoring;

namespace Adit.Server.Radius;

/// <summary>What became of the packets of one client since the start, whatever it was called by a reload. Any thread may count.</summary>
internal sealed class RadiusClientCounts
{
    private long _lastSeen;

    /// <summary>Answers, by their kind.</summary>
    public CountsByWord Answers { get; } = new();

    /// <summary>Packets without a new answer, by the reason.</summary>
    public CountsByWord Drops { get; } = new();

    /// <summary>When the last packet came from its address; null for never.</summary>
    public DateTimeOffset? LastSeen => Volatile.Read(ref _lastSeen) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    public void Seen(DateTimeOffset now) => Volatile.Write(ref _lastSeen, now.UtcTicks);
}
