using Adit.Transport;

namespace Adit.Server.Monitoring;

/// <summary>Packets and bytes, as they were at one time.</summary>
/// <param name="PacketsIn">Packets from clients.</param>
/// <param name="BytesIn">Their bytes.</param>
/// <param name="PacketsOut">Packets to clients.</param>
/// <param name="BytesOut">Their bytes.</param>
/// <param name="PacketsMarked">Those of them whose receivers were told of congestion.</param>
/// <param name="Batches">In how many batches they left.</param>
/// <param name="Stalls">How often a client's socket took no more.</param>
/// <param name="Waiting">Bytes that wait now; none of a call that is over.</param>
/// <param name="Dropped">Packets dropped, by reason.</param>
internal sealed record Traffic(
    long PacketsIn, long BytesIn, long PacketsOut, long BytesOut, long PacketsMarked, long Batches, long Stalls, long Waiting, IReadOnlyList<long> Dropped)
{
    /// <summary>Why a packet can have been dropped.</summary>
    public static IReadOnlyList<DropReason> Reasons { get; } = [.. Enum.GetValues<DropReason>().Where(reason => reason is not DropReason.None)];

    public static Traffic None { get; } = new(0, 0, 0, 0, 0, 0, 0, 0, [.. Reasons.Select(_ => 0L)]);

    public static Traffic Of(TrafficCounters call) => new(
        call.PacketsReceived, call.BytesReceived, call.PacketsSent, call.BytesSent,
        call.PacketsMarked, call.Batches, call.Stalls, call.Waiting, [.. Reasons.Select(call.DroppedFor)]);

    public static Traffic operator +(Traffic one, Traffic other) => new(
        one.PacketsIn + other.PacketsIn,
        one.BytesIn + other.BytesIn,
        one.PacketsOut + other.PacketsOut,
        one.BytesOut + other.BytesOut,
        one.PacketsMarked + other.PacketsMarked,
        one.Batches + other.Batches,
        one.Stalls + other.Stalls,
        one.Waiting + other.Waiting,
        [.. one.Dropped.Zip(other.Dropped, (mine, theirs) => mine + theirs)]);
}
