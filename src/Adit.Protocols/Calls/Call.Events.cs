using Adit.Protocols.Ppp;

namespace Adit.Protocols.Calls;

/// <content>What becomes of the events of the tunnel and of PPP.</content>
public sealed partial class Call
{
    private Ending? _ending;

    /// <summary>Why the call ends, null inside where that is as wished; whoever ended it first has said so.</summary>
    private sealed record Ending(Failure? Reason);

    private bool TakePppEvent(Moment now)
    {
        if (!ppp.TryTakeEvent(out var pppEvent))
            return false;

        Handle(pppEvent, now);
        return true;
    }

    private bool TakeTunnelEvent(Moment now)
    {
        if (!tunnel.TryTakeEvent(out var tunnelEvent))
            return false;

        Handle(tunnelEvent, now);
        return true;
    }

    private void Handle(TunnelEvent tunnelEvent, Moment now)
    {
        switch (tunnelEvent)
        {
            case TunnelEvent.FramesAllowed:
                Reach(CallStage.Negotiating);
                ppp.Open(now);
                break;
            case TunnelEvent.Closed closed:
                _ending ??= new Ending(closed.Failure);
                Reach(CallStage.Closed);
                Tell(new CallEvent.Closed(_ending.Reason));
                break;
            default:
                Tell(new CallEvent.FromTunnel(tunnelEvent));
                break;
        }
    }

    private void Handle(PppEvent pppEvent, Moment now)
    {
        if (pppEvent is PppEvent.Closed closed)
        {
            _ending ??= new Ending(closed.Failure);
            CloseTunnel(now);
            return;
        }

        Tell(new CallEvent.FromPpp(pppEvent));
        switch (pppEvent)
        {
            case PppEvent.LinkEstablished:
                Reach(CallStage.Authenticating);
                break;
            case PppEvent.ResponseReceived or PppEvent.ChangeReceived or PppEvent.ChapResponseReceived or PppEvent.PasswordReceived
                or PppEvent.EapReceived:
                Reach(CallStage.Authorizing);
                break;
            case PppEvent.Authenticated authenticated:
                Reach(CallStage.Addressing);
                tunnel.HandleKeys(authenticated.Keys, now);
                break;
        }
    }

    private void OpenWhenReady(Moment now)
    {
        if (Stage is CallStage.Open or CallStage.Closed || !tunnel.IsConnected || !ppp.HasNetwork)
            return;

        _limits.HandleOpened(now);
        Reach(CallStage.Open);
    }

    private void Reach(CallStage stage)
    {
        if (Stage is CallStage.Closed || Stage == stage)
            return;

        Stage = stage;
        Tell(new CallEvent.StageReached(stage));
    }

    private void Tell(CallEvent callEvent) => _events.Enqueue(callEvent);
}
