using Adit.Protocols.Calls;

namespace Adit.Protocols.Sstp;

/// <summary>The two ways in which a call ends, in either role: Call Disconnect and Call Abort ([MS-SSTP] §3.1.1.1, §3.1.2).</summary>
public abstract partial class SstpSession
{
    /// <inheritdoc/>
    public void Close(Moment now)
    {
        if (IsEnding)
            return;

        if (State is SstpState.Unopened)
        {
            End(failure: null);
            return;
        }

        Send(new CallDisconnect(new SstpStatusInfo(SstpAttributeId.NoError, SstpStatus.NoError)));
        State = new SstpState.Disconnecting(now + _options.DisconnectTimeout);
    }

    /// <summary>What a Call Abort by the peer means in this state.</summary>
    private protected virtual SstpFailure DescribeAbort(SstpFault fault) => new SstpFailure.AbortedByPeer(fault);

    /// <summary>What it means that the negotiation timer ran out in this state.</summary>
    private protected abstract SstpFailure DescribeTimeout();

    /// <summary>The fault as this role tells it to the peer, where the specification wants it told otherwise than it was found.</summary>
    private protected virtual SstpFault Reword(SstpMessageType type, SstpFault fault) => fault;

    private protected void Abort(SstpFault fault, SstpFailure failure, Moment now)
    {
        Send(new CallAbort(new SstpStatusInfo(fault.Attribute, fault.Status)));
        State = new SstpState.Aborting(now + _options.AbortTimeout, failure);
    }

    private protected void AbortInvalid(SstpMessageType type, SstpFault fault, Moment now) =>
        Abort(Reword(type, fault), new SstpFailure.MessageInvalid(type, fault), now);

    private protected void AbortUnexpected(SstpMessageType type, Moment now) => Abort(
        new SstpFault(SstpAttributeId.NoError, SstpStatus.UnacceptedFrameReceived), new SstpFailure.MessageUnexpected(type), now);

    private void HandleWhileDisconnecting(SstpMessageType type, Moment now)
    {
        switch (type)
        {
            case SstpMessageType.CallDisconnectAck:
                End(failure: null);
                break;
            case SstpMessageType.CallDisconnect: // both sides had the same wish
                AnswerDisconnect(now);
                break;
            case SstpMessageType.CallAbort:
                AnswerAbort(failure: null, now);
                break;
        }
    }

    private void AnswerAbort(SstpFailure? failure, Moment now)
    {
        Send(new CallAbort(new SstpStatusInfo(SstpAttributeId.NoError, SstpStatus.NoError)));
        State = new SstpState.Lingering(now + _options.AbortLinger, failure);
    }

    private void AnswerDisconnect(Moment now)
    {
        Send(new PlainMessage(SstpMessageType.CallDisconnectAck));
        State = new SstpState.Lingering(now + _options.DisconnectLinger, Failure: null);
    }

    private void End(SstpFailure? failure)
    {
        _output.Clear();
        State = new SstpState.Closed();
        Raise(new TunnelEvent.Closed(failure));
    }

    private static SstpFault ReasonOf(SstpControlMessage message) =>
        CallAbort.TryParse(message, out var abort, out _) && abort.Status is { } status
            ? new SstpFault(status.Attribute, status.Status)
            : default;
}
