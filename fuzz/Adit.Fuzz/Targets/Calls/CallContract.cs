using Adit.Protocols.Calls;
using Adit.Protocols.Ppp;
using Adit.Protocols.Sstp;

namespace Adit.Fuzz.Targets.Calls;

/// <summary>What holds for every call, whatever its peer does.</summary>
internal sealed class CallContract(Call call, Questions questions, CallOptions options, bool asksAboutBinding)
{
    private const int MaxFramesBelow = 32;
    private const int MaxControlBelow = 8;

    private CallStage _stage = CallStage.Connecting;
    private CallEvent.Closed? _closed;
    private bool _hasSaidFarewell;

    /// <summary>How many messages may wait for a peer that does not read.</summary>
    public int MaxQueued => options.MaxQueuedMessages + MaxFramesBelow + MaxControlBelow;

    public bool WasOpen { get; private set; }

    public bool IsClosed => _closed is not null;

    public string Ending => _closed?.Failure?.Code ?? "as wished";

    /// <summary>After each step.</summary>
    public void Check()
    {
        BrokenLawException.ThrowUnless(call.NextDeadline is null == IsClosed, "A call waits for something exactly as long as it lives.");
        BrokenLawException.ThrowUnless(call.Stage == _stage, "Each change of stage is told.");
        BrokenLawException.ThrowUnless(!call.CarriesPackets || _stage is CallStage.Open, "Packets pass in an open call alone.");
    }

    public void Check(CallEvent told)
    {
        BrokenLawException.ThrowUnless(!IsClosed, "The end is told last.");
        switch (told)
        {
            case CallEvent.StageReached reached:
                CheckStage(reached.Stage);
                break;
            case CallEvent.FromPpp fromPpp:
                BrokenLawException.ThrowUnless(fromPpp.Event is not PppEvent.Closed, "The end of PPP is not the end of the call.");
                questions.Ask(fromPpp.Event);
                break;
            case CallEvent.FromTunnel fromTunnel:
                BrokenLawException.ThrowUnless(fromTunnel.Event is not TunnelEvent.Closed, "The end is told once.");
                questions.Ask(fromTunnel.Event);
                break;
            case CallEvent.Closed closed:
                _closed = closed;
                break;
        }
    }

    public void Check(ReadOnlyMemory<byte> message)
    {
        BrokenLawException.ThrowUnless(
            SstpHeader.TryParse(message.Span, out var header) && header.PacketLength == message.Length, "What is sent is one message.");
        if (header.IsControl)
            CheckControl(message);
        else
            CheckFrame(message.Span[SstpHeader.Length..]);
    }

    private void CheckStage(CallStage stage)
    {
        var isBack = (_stage, stage) is (CallStage.Authorizing, CallStage.Authenticating);
        BrokenLawException.ThrowUnless(
            isBack || stage > _stage || (_stage, stage) is (CallStage.Connecting, CallStage.Connecting), "A call goes on.");
        BrokenLawException.ThrowUnless(
            stage is not CallStage.Open || (questions.HasAuthenticated && (questions.HasBound || !asksAboutBinding)),
            "Nobody comes in without authentication and binding.");
        _stage = stage;
        WasOpen |= stage is CallStage.Open;
    }

    private void CheckControl(ReadOnlyMemory<byte> message)
    {
        BrokenLawException.ThrowUnless(SstpControlMessage.TryParse(message, out var control, out _), "What is sent can be taken apart.");
        _hasSaidFarewell |= control!.Type
            is SstpMessageType.CallAbort or SstpMessageType.CallDisconnect or SstpMessageType.CallDisconnectAck;
    }

    private void CheckFrame(ReadOnlySpan<byte> frame)
    {
        BrokenLawException.ThrowUnless(!_hasSaidFarewell, "No frame follows a farewell.");
        BrokenLawException.ThrowUnless(
            PppFrame.TryParse(frame, out var parsed) && parsed.Protocol is not (PppProtocol.Ipv4 or PppProtocol.Ipv6), "What PPP sends by itself is control.");
    }
}
