using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Adit.Protocols.Ppp;

/// <summary>
/// What a session has to send and to tell. Frames are bounded: where a peer makes us answer faster than the tunnel drains, the oldest
/// answers go first, since whoever misses one asks again.
/// </summary>
internal sealed class PppOutbox
{
    /// <summary>Frames kept for a tunnel that does not drain.</summary>
    public const int MaxFrames = 32;

    private readonly List<byte[]> _frames = [];
    private readonly Queue<PppEvent> _events = [];

    /// <summary>What was wished for and agreed on.</summary>
    public PppOptionTrail Options { get; } = new();

    public void Send(PppProtocol protocol, ControlPacket packet)
    {
        if (_frames.Count == MaxFrames)
            _frames.RemoveAt(Math.Max(0, _frames.FindIndex(IsReply)));

        var frame = new byte[PppFrame.HeaderLength + packet.Length];
        PppFrame.WriteHeader(frame, protocol);
        packet.Write(frame.AsSpan(PppFrame.HeaderLength));
        _frames.Add(frame);
    }

    public void Tell(PppEvent pppEvent) => _events.Enqueue(pppEvent);

    /// <summary>There is nowhere to send to any more.</summary>
    public void DropFrames() => _frames.Clear();

    public bool TryTransmit(out ReadOnlyMemory<byte> frame)
    {
        frame = default;
        if (_frames.Count == 0)
            return false;

        frame = _frames[0];
        _frames.RemoveAt(0);
        return true;
    }

    public bool TryTakeEvent([NotNullWhen(true)] out PppEvent? pppEvent) => _events.TryDequeue(out pppEvent);

    private static bool IsReply(byte[] frame)
    {
        var protocol = (PppProtocol)BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(2));
        var code = (LcpCode)frame[PppFrame.HeaderLength];
        return protocol is not (PppProtocol.Chap or PppProtocol.Pap or PppProtocol.Eap)
            && code is not (LcpCode.ConfigureRequest or LcpCode.TerminateRequest or LcpCode.EchoRequest);
    }
}
