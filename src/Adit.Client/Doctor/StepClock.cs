using Adit.Protocols;
using Adit.Protocols.Calls;
using Adit.Protocols.Ppp;
using Adit.Protocols.Sstp;
using Adit.Transport;

namespace Adit.Client.Doctor;

/// <summary>Ends a call that stays at a stage for longer than a probe may take, with the failure that its own timers would end it with much later.</summary>
internal sealed class StepClock : IDisposable
{
    private readonly TimeSpan _time;
    private readonly Timer _timer;
    private volatile CallDriver? _driver;
    private volatile int _stage;

    public StepClock(TimeSpan time) => (_time, _timer) = (time, new Timer(_ => End()));

    /// <summary>Why a stage has no end.</summary>
    public static Failure FailureAt(CallStage stage) => stage switch
    {
        CallStage.Connecting => new SstpFailure.ConnectAnswerTimedOut(),
        CallStage.Negotiating => new PppFailure.LinkNotAnswered(1),
        CallStage.Authenticating or CallStage.Authorizing => new SstpFailure.AuthenticationTimedOut(),
        _ => new PppFailure.NetworkNotAnswered(1),
    };

    /// <summary>Begins with a call.</summary>
    public void Start(CallDriver driver)
    {
        _driver = driver;
        _timer.Change(_time, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// A stage that was not reached before has as long again, so that a peer who begins anew for ever gains nothing; an open call is no
    /// longer its matter.
    /// </summary>
    public void Reach(CallStage stage)
    {
        if ((int)stage <= _stage)
            return;

        _stage = (int)stage;
        _timer.Change(stage < CallStage.Open ? _time : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void End() => _driver?.Post((call, now) => call.Close(FailureAt((CallStage)_stage), now));
}
