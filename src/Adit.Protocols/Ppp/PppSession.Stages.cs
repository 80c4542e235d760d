namespace Adit.Protocols.Ppp;

/// <content>The stages of a session and the ways from one to the next.</content>
public sealed partial class PppSession
{
    private abstract record Stage(PppPhase Phase)
    {
        public virtual Moment? Deadline => null;

        public virtual void HandleTimeout(Moment now)
        {
        }
    }

    private sealed record Unopened() : Stage(PppPhase.Dead);

    /// <summary>A server that lets the client speak first.</summary>
    private sealed record AwaitingPeer(Moment SpeakAt) : Stage(PppPhase.Establish)
    {
        public override Moment? Deadline => SpeakAt;
    }

    private sealed record Establishing() : Stage(PppPhase.Establish);

    /// <summary>
    /// LCP was opened. A peer that is quicker than we are may ask for its network before we can answer it: its last requests are kept.
    /// </summary>
    private abstract record Linked(PppPhase Phase, EchoMonitor Echo, IAuthentication Authentication, EarlyRequests Early) : Stage(Phase)
    {
        public override Moment? Deadline => Moment.Earliest(Echo.NextDeadline, Authentication.NextDeadline);

        public override void HandleTimeout(Moment now)
        {
            Echo.HandleTimeout(now);
            Authentication.HandleTimeout(now);
        }

        public virtual Failure? Failure => Echo.Failure ?? Authentication.Failure;
    }

    private sealed record EarlyRequests(ControlPacket? Ipcp, ControlPacket? Ipv6cp)
    {
        public static EarlyRequests None { get; } = new(null, null);

        public EarlyRequests With(PppProtocol protocol, ControlPacket request) =>
            protocol is PppProtocol.Ipcp ? this with { Ipcp = request } : this with { Ipv6cp = request };
    }

    private sealed record Authenticating(EchoMonitor Echo, IAuthentication Authentication)
        : Linked(PppPhase.Authenticate, Echo, Authentication, EarlyRequests.None);

    private sealed record AwaitingAddress(Linked Before, Moment GiveUpAt)
        : Linked(PppPhase.Network, Before.Echo, Before.Authentication, Before.Early)
    {
        public override Moment? Deadline => Moment.Earliest(base.Deadline, GiveUpAt);
    }

    /// <summary>
    /// Each family on its own; null where the peer or we have refused it. IPv4 decides, and IPv6 does once IPv4 was refused.
    /// </summary>
    private sealed record Networking(Linked Before, NetworkControl? Ipcp, NetworkControl? Ipv6cp)
        : Linked(PppPhase.Network, Before.Echo, Before.Authentication, EarlyRequests.None)
    {
        public override Moment? Deadline =>
            Moment.Earliest(base.Deadline, Moment.Earliest(Ipcp?.NextDeadline, Ipv6cp?.NextDeadline));

        public override Failure? Failure => base.Failure ?? (Leading is null ? new PppFailure.NetworkRejected() : Ipcp?.Failure);

        public bool WasOpened => Leading is { WasOpened: true };

        public TerminateReason? PeerTermination => Leading?.PeerTermination;

        private NetworkControl? Leading => Ipcp ?? Ipv6cp;

        public NetworkControl? Find(PppProtocol protocol) => protocol is PppProtocol.Ipcp or PppProtocol.Ipv4 ? Ipcp : Ipv6cp;

        public Networking Without(PppProtocol protocol) =>
            protocol is PppProtocol.Ipcp ? this with { Ipcp = null } : this with { Ipv6cp = null };

        public override void HandleTimeout(Moment now)
        {
            base.HandleTimeout(now);
            Ipcp?.HandleTimeout(now);
            Ipv6cp?.HandleTimeout(now);
        }

        public void TellNews()
        {
            Ipcp?.TellNews();
            Ipv6cp?.TellNews();
        }
    }

    private sealed record Terminating(Failure? Reason) : Stage(PppPhase.Terminate);

    private sealed record Ended() : Stage(PppPhase.Dead);

    /// <summary>Why a session is to end; null inside where that is as wished.</summary>
    private sealed record Ending(Failure? Reason);

    /// <summary>Goes on from stage to stage until the layers ask for no further step.</summary>
    private void Advance(Moment now)
    {
        for (Stage? before = null; !ReferenceEquals(before, _stage);)
        {
            before = _stage;
            Step(now);
        }

        if (_stage is Linked linked && linked.Echo.TryTransmit(out var id))
            SendLcp(new LcpEcho(LcpCode.EchoRequest, id, _lcpOptions.MagicNumber, default).ToPacket(_lcpOptions.PeerMru));
    }

    private void Step(Moment now)
    {
        if (FindEnding() is { } ending)
            End(ending.Reason, now);
        else if (_stage is Establishing && _lcp.IsOpened)
            Authenticate(now);
        else if (_stage is Authenticating && !_lcp.IsOpened)
            _stage = new Establishing();
        else if (_stage is Authenticating { Authentication.Success: { } success } authenticating)
            Enter(authenticating, success, now);
        else if (_stage is Networking { Ipv6cp.Failure: not null } withoutIpv6)
            _stage = withoutIpv6.Without(PppProtocol.Ipv6cp);
        else if (_stage is Networking networking)
            networking.TellNews();
        else if (_stage is Terminating terminating && _lcp.IsFinished)
            Finish(terminating);
    }

    private Ending? FindEnding() => _stage switch
    {
        Establishing or Linked when _lcp.Failure is { } failure => new Ending(failure),
        Establishing or Linked when _lcp.PeerTermination is { } reason => new Ending(ExplainTermination(reason)),
        Linked { Failure: { } failure } => new Ending(failure),
        Linked linked when !_lcp.IsOpened && linked.Authentication.HasBegun => new Ending(new PppFailure.LinkRenegotiated(linked.Phase)),
        Networking { PeerTermination: { } reason } => new Ending(ExplainTermination(reason)),
        _ => null,
    };

    /// <summary>A peer may leave an open network; before, something kept it from coming in, and we may know what.</summary>
    private Failure? ExplainTermination(TerminateReason reason) => _stage is Networking { WasOpened: true }
        ? null
        : FindObstacle() ?? new PppFailure.PeerTerminated(Phase, reason.WindowsError, reason.Text);

    /// <summary>What we know to have kept the peer from coming in.</summary>
    private Failure? FindObstacle() => (_stage as Linked)?.Authentication.LastRefusal ?? (Failure?)_lcpOptions.UnmetMethod
        ?? (_hasRefusedIpv4 ? new PppFailure.NetworkRejected() : null);

    private void StartLcp(Moment now)
    {
        _lcp.Up(now);
        _stage = new Establishing();
    }

    private void Authenticate(Moment now)
    {
        _outbox.Tell(new PppEvent.LinkEstablished(_lcpOptions.Facts));
        var echo = new EchoMonitor(_options.Echo, now);
        if (_role is PppRole.Server)
            _stage = new Authenticating(echo, NewAuthenticator(now));
        else if (_lcpOptions.MethodOfPeer is { } method)
            _stage = new Authenticating(echo, NewPeer(method, now));
        else
            End(new PppFailure.NotAuthenticated(), now);
    }

    private IAuthentication NewAuthenticator(Moment now)
    {
        if (_lcpOptions.Method is PppMethod.Pap)
            return new PapAuthenticator(_options.Chap, _outbox, now);

        var id = _lcp.TakeId(); // a new one each time, so that a response to an earlier challenge is not taken for this one's
        if (_lcpOptions.Method is PppMethod.Eap)
            return new EapAuthenticator(id, _options.Chap, _outbox, now);

        return new ChapAuthenticator(ChapAlgorithm.Of(_lcpOptions.Method), id, _options.Name, _options.Chap, _random, _outbox, now);
    }

    private IAuthentication NewPeer(PppMethod method, Moment now) => method switch
    {
        PppMethod.Pap => new PapPeer(_options.Chap, _outbox, now),
        PppMethod.Eap => new EapPeer(_options.Chap, _outbox, now),
        _ => new ChapPeer(ChapAlgorithm.Of(method), _options.Chap, _outbox, now),
    };

    private void Enter(Authenticating authenticating, AuthenticationSuccess success, Moment now)
    {
        _outbox.Tell(new PppEvent.Authenticated(success.Identity, success.Keys));
        if (_role is PppRole.Server)
        {
            _stage = new AwaitingAddress(authenticating, now + _options.AddressTimeout);
            _outbox.Tell(new PppEvent.AddressNeeded());
        }
        else
        {
            StartNetwork(authenticating, new IpcpClient(_options.RequestWins, _lcpOptions.PeerMru), allowsIpv6: true, now);
        }
    }

    private void StartNetwork(Linked before, IpcpNegotiation negotiation, bool allowsIpv6, Moment now)
    {
        var ipcp = _options.Ipv4 ? NewControl(negotiation, before.Early.Ipcp, now) : null;
        var ipv6cp = _options.Ipv6 && allowsIpv6 ? NewControl(NewIpv6cp(), before.Early.Ipv6cp, now) : null;
        if (ipcp is null) // said before it is asked, since without IPv6 the call is over at once
            RejectProtocol(PppProtocol.Ipcp, before.Early.Ipcp?.ToArray() ?? default);
        if (ipv6cp is null && (ipcp is null || before.Early.Ipv6cp is not null))
            RejectProtocol(PppProtocol.Ipv6cp, before.Early.Ipv6cp?.ToArray() ?? default);

        _stage = new Networking(before, ipcp, ipv6cp);
    }

    private NetworkControl NewControl(INetworkNegotiation negotiation, ControlPacket? early, Moment now) =>
        new(negotiation, _options.Automaton, _outbox, early, now);

    private Ipv6cpNegotiation NewIpv6cp() => new(_role, _random, _lcpOptions.PeerMru);

    private void End(Failure? reason, Moment now)
    {
        _stage = new Terminating(reason);
        _lcp.Close(now);
    }

    private void Finish(Terminating terminating)
    {
        _outbox.Tell(new PppEvent.Closed(terminating.Reason));
        _stage = new Ended();
    }
}
