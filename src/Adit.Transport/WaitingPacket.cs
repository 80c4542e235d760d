using System.Runtime.InteropServices;
using Adit.Protocols;

namespace Adit.Transport;

/// <summary>A packet that waits for a link.</summary>
/// <param name="Since">When it came.</param>
/// <param name="Length">Bytes of the message that it is in.</param>
/// <param name="HeaderLength">Those of them before the packet.</param>
/// <param name="Flow">Which flow it is of, by <see cref="WaitingFlows"/>.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WaitingPacket(Moment Since, int Length, ushort HeaderLength, ushort Flow);
