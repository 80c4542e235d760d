namespace Adit.Protocols.Ppp;

/// <summary>
/// The option negotiation automaton of RFC 1661 §4, for LCP and for every network control protocol. Its table is
/// <see cref="AutomatonTable"/>; here are its counters, its timer and its packets. Every way round is counted, so no peer keeps it
/// going for ever: after <see cref="Failure"/> is set, its owner is to close it.
/// </summary>
internal sealed class Automaton(INegotiation negotiation, AutomatonOptions options, PppOutbox outbox)
{
    private const int MaxRounds = 3;
    private const int FirstCodeOfLcpAlone = (int)LcpCode.ProtocolReject;

    private readonly RestartTimer _timer = new(options);
    private byte _nextId = 1;
    private ControlPacket? _outstanding; // our Configure-Request, until the first valid answer
    private ControlPacket _lastRequest;
    private ControlPacket? _acknowledged; // the peer's Configure-Request that the open layer rests on
    private int _requestsSent;
    private int _refusalsSent;
    private int _refusalsReceived;
    private int _renegotiations;

    public AutomatonState State { get; private set; }

    public bool IsOpened => State is AutomatonState.Opened;

    /// <summary>Whether nothing more will happen by itself.</summary>
    public bool IsFinished => State is AutomatonState.Initial or AutomatonState.Closed or AutomatonState.Stopped;

    /// <summary>Why negotiation cannot succeed.</summary>
    public PppFailure? Failure { get; private set; }

    /// <summary>What the peer's Terminate-Request said.</summary>
    public TerminateReason? PeerTermination { get; private set; }

    public Moment? NextDeadline => _timer.Deadline;

    public void Up(Moment now) => Go(AutomatonEvent.Up, now);

    public void Down(Moment now) => Go(AutomatonEvent.Down, now);

    public void Open(Moment now) => Go(AutomatonEvent.Open, now);

    public void Close(Moment now) => Go(AutomatonEvent.Close, now);

    public void HandleTimeout(Moment now)
    {
        if (_timer.Deadline is not { } deadline || deadline > now)
            return;

        if (_timer.HasTriesLeft)
        {
            Go(AutomatonEvent.TimeoutWithTriesLeft, now);
            return;
        }

        if (State is AutomatonState.RequestSent or AutomatonState.AckReceived or AutomatonState.AckSent)
            Fail(negotiation.NotAnswered(options.MaxConfigure));

        Go(AutomatonEvent.TimeoutAtLast, now);
    }

    /// <summary>A packet whose code is one of the first seven, or a code that the protocol does not know.</summary>
    public void Receive(ControlPacket packet, Moment now)
    {
        switch (packet.Code)
        {
            case LcpCode.ConfigureRequest:
                ReceiveRequest(packet, now);
                break;
            case LcpCode.ConfigureAck:
                ReceiveAck(packet, now);
                break;
            case LcpCode.ConfigureNak or LcpCode.ConfigureReject:
                ReceiveRefusal(packet, now);
                break;
            case LcpCode.TerminateRequest:
                PeerTermination = TerminateReason.Read(packet.Data.Span);
                Go(AutomatonEvent.TerminateRequest, now, packet);
                break;
            case LcpCode.TerminateAck:
                Go(AutomatonEvent.TerminateAck, now, packet);
                break;
            case LcpCode.CodeReject:
                ReceiveCodeReject(packet, now);
                break;
            default:
                Go(AutomatonEvent.UnknownCode, now, packet);
                break;
        }
    }

    public byte TakeId() => _nextId++;

    private bool IsNegotiating => State is AutomatonState.Stopped or >= AutomatonState.RequestSent;

    private void ReceiveRequest(ControlPacket packet, Moment now)
    {
        if (!PppOptionList.TryParse(packet.Data, out var request))
            return;

        if (!IsNegotiating)
            Go(AutomatonEvent.GoodRequest, now, packet);
        else if (negotiation.AreOurs(request))
            return;
        else if (IsOpened && IsRepeated(packet))
            Send(new ControlPacket(LcpCode.ConfigureAck, packet.Id, packet.Data));
        else
            JudgeAndAnswer(packet, request, now);
    }

    private void JudgeAndAnswer(ControlPacket packet, IReadOnlyList<PppOption> request, Moment now)
    {
        outbox.Options.Note(negotiation.Protocol, PppWishes.Offered, request);
        Answer(packet, Judge(request), now);
    }

    /// <summary>
    /// An identifier may stay the same only while no answer came (RFC 1661 §5.1): so our Ack was lost, and nothing begins anew.
    /// </summary>
    private bool IsRepeated(ControlPacket packet) => _acknowledged is { } acknowledged && acknowledged.SaysTheSameAs(packet);

    private OptionVerdict Judge(IReadOnlyList<PppOption> request)
    {
        var verdict = negotiation.Judge(request);
        if (verdict.Code is not LcpCode.ConfigureNak || _refusalsSent < options.MaxFailure)
            return verdict;

        var reject = verdict.AsReject(request);
        return reject.Options.Count > 0 ? reject : reject with { Failure = negotiation.NotConverging(_refusalsSent) };
    }

    private void Answer(ControlPacket packet, OptionVerdict verdict, Moment now)
    {
        Fail(verdict.Failure);
        if (verdict.IsAck)
            outbox.Options.Note(negotiation.Protocol, PppWishes.Theirs, verdict.Options);
        _refusalsSent = verdict.IsAck ? 0 : _refusalsSent + 1;
        if (_refusalsSent > 2 * options.MaxFailure)
            Fail(negotiation.NotConverging(_refusalsSent));

        if (Failure is not null)
            return;

        var reply = new ControlPacket(verdict.Code, packet.Id, PppOptionList.ToArray(verdict.Options));
        Go(verdict.IsAck ? AutomatonEvent.GoodRequest : AutomatonEvent.BadRequest, now, packet, reply);
        _acknowledged = verdict.IsAck ? packet : null;
    }

    private void ReceiveAck(ControlPacket packet, Moment now)
    {
        if (!IsNegotiating)
        {
            Go(AutomatonEvent.Ack, now, packet);
            return;
        }

        if (_outstanding is not { } request || !request.SaysTheSameAs(packet))
            return;

        _outstanding = null;
        if (PppOptionList.TryParse(packet.Data, out var granted))
            outbox.Options.Note(negotiation.Protocol, PppWishes.Ours, granted);
        _refusalsReceived = 0;
        Fail(negotiation.HandleAck());
        if (Failure is null)
            Go(AutomatonEvent.Ack, now, packet);
    }

    private void ReceiveRefusal(ControlPacket packet, Moment now)
    {
        if (!IsNegotiating)
        {
            Go(AutomatonEvent.NakOrReject, now, packet);
            return;
        }

        if (_outstanding is not { } request || request.Id != packet.Id || !PppOptionList.TryParse(packet.Data, out var refused))
            return;

        _outstanding = null;
        Fail(packet.Code is LcpCode.ConfigureNak ? negotiation.HandleNak(refused) : negotiation.HandleReject(refused));
        if (++_refusalsReceived > 2 * options.MaxFailure)
            Fail(negotiation.NotConverging(_refusalsReceived));

        if (Failure is null)
            Go(AutomatonEvent.NakOrReject, now, packet);
    }

    private void ReceiveCodeReject(ControlPacket packet, Moment now)
    {
        var rejectedCode = packet.Data.IsEmpty ? 0 : packet.Data.Span[0];
        var isCatastrophic = rejectedCode is > 0 and < FirstCodeOfLcpAlone;
        if (isCatastrophic)
            Fail(new PppFailure.CodeRejected((int)negotiation.Protocol, rejectedCode));

        Go(isCatastrophic ? AutomatonEvent.RejectCatastrophic : AutomatonEvent.RejectPermitted, now, packet);
    }

    private void Go(AutomatonEvent occurred, Moment now, ControlPacket packet = default, ControlPacket reply = default)
    {
        var (next, actions) = AutomatonTable.Next(State, occurred);
        if (actions.HasFlag(AutomatonActions.ThisLayerDown))
            CountRenegotiation(next);

        if (actions.HasFlag(AutomatonActions.InitializeRestartCount))
            _timer.Initialize(forTerminate: actions.HasFlag(AutomatonActions.SendTerminateRequest));

        if (actions.HasFlag(AutomatonActions.ZeroRestartCount))
            _timer.Zero(now);

        if (actions.HasFlag(AutomatonActions.ThisLayerUp))
            _requestsSent = 0;

        State = next;
        SendWhat(actions, packet, reply, now);
        if (next is < AutomatonState.Closing or AutomatonState.Opened)
            _timer.Stop();
    }

    private void CountRenegotiation(AutomatonState next)
    {
        _acknowledged = null;
        if (next >= AutomatonState.RequestSent && ++_renegotiations > options.MaxRenegotiations)
            Fail(negotiation.NotConverging(_renegotiations));
    }

    private void SendWhat(AutomatonActions actions, ControlPacket packet, ControlPacket reply, Moment now)
    {
        if (actions.HasFlag(AutomatonActions.SendConfigureRequest))
            SendRequest(now);

        if (actions.HasFlag(AutomatonActions.SendConfigureAck) || actions.HasFlag(AutomatonActions.SendConfigureNak))
            Send(reply);

        if (actions.HasFlag(AutomatonActions.SendTerminateRequest))
            SendCounted(new ControlPacket(LcpCode.TerminateRequest, TakeId(), default), now);

        if (actions.HasFlag(AutomatonActions.SendTerminateAck))
            Send(new ControlPacket(LcpCode.TerminateAck, packet.Id, default));

        if (actions.HasFlag(AutomatonActions.SendCodeReject))
            Send(new ControlPacket(LcpCode.CodeReject, TakeId(), Truncated(packet.ToArray())));
    }

    private void SendRequest(Moment now)
    {
        var wishes = PppOptionList.ToArray(negotiation.BuildRequest());
        var isRepeated = _outstanding is not null && _lastRequest.Data.Span.SequenceEqual(wishes);
        if (!isRepeated)
            _lastRequest = new ControlPacket(LcpCode.ConfigureRequest, TakeId(), wishes);

        _outstanding = _lastRequest;
        SendCounted(_lastRequest, now);
        if (++_requestsSent > MaxRounds * options.MaxConfigure)
            Fail(negotiation.NotConverging(_requestsSent)); // an Ack and then nothing, again and again, resets the restart counter
    }

    private void SendCounted(ControlPacket packet, Moment now)
    {
        _timer.Count(now);
        Send(packet);
    }

    private ReadOnlyMemory<byte> Truncated(byte[] data) =>
        data.AsMemory(0, Math.Clamp(negotiation.PeerMru - ControlPacket.HeaderLength, 0, data.Length));

    private void Send(ControlPacket packet) => outbox.Send(negotiation.Protocol, packet);

    private void Fail(PppFailure? failure) => Failure ??= failure;
}
