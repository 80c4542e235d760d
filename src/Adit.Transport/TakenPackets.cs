using System.Runtime.InteropServices;

namespace Adit.Transport;

/// <summary>What left a queue at once.</summary>
/// <param name="Packets">How many packets.</param>
/// <param name="Bytes">Their bytes, IP headers included.</param>
/// <param name="Marked">Those of them whose receivers are told of congestion.</param>
/// <param name="Delayed">How many were dropped instead, since the queue had stood for too long.</param>
[StructLayout(LayoutKind.Auto)]
internal record struct TakenPackets(int Packets, long Bytes, int Marked, int Delayed);
