using Adit.Protocols.Ppp;
using Adit.Protocols.Sstp;

namespace Adit.Protocols.Calls.Recording;

/// <summary>
/// Drives a server's call with what a recording says it was told, in virtual time, and compares what it says. No secret is checked: the
/// answers are the recorded ones. Needs neither server nor network, and no recording can make it throw.
/// </summary>
public static class CallReplay
{
    /// <summary>Runs the call to the recording's end, or to where it first differs.</summary>
    public static ReplayOutcome Run(CallRecording recording)
    {
        var random = new ReplayedRandom(recording.Random);
        var settings = recording.Settings;
        var call = new Call(
            new SstpServerSession(settings.Sstp, recording.Certificates, random), new PppSession(PppRole.Server, settings.Ppp, random), settings.Call);
        var run = new Run(call);
        var difference = recording.Steps.Select(run.Play).FirstOrDefault(found => found is not null)
            ?? (recording.IsCut ? null : run.FindRest())
            ?? random.FindDifference();
        return new ReplayOutcome(call.Stage, run.FailureCode, run.Inputs, run.Elapsed, recording.IsCut, difference);
    }
}

/// <summary>A call that is replayed.</summary>
internal sealed class Run(Call call)
{
    private const string Nothing = "nothing";
    private readonly SecretMask _mask = new();
    private Moment _now = Moment.Start;

    public string? FailureCode { get; private set; }

    public int Inputs { get; private set; }

    public TimeSpan Elapsed => _now - Moment.Start;

    /// <summary>Null where the call does what is recorded.</summary>
    public ReplayDifference? Play(RecordedStep step)
    {
        switch (step)
        {
            case RecordedStep.Message message:
                return Compare(step, $"out {message.Bytes}", call.TryTransmit(out var sent) ? $"out {RecordedText.Of(_mask.Mask(sent.Span))}" : Nothing);
            case RecordedStep.Event recorded:
                return Compare(step, $"event {recorded.Text}", TakeEvent() is { } told ? $"event {told}" : Nothing);
            case RecordedStep.Input input:
                (_now, Inputs) = (input.At, Inputs + 1);
                input.Do(call, _now);
                break;
        }

        return null;
    }

    /// <summary>An event that the recording does not have.</summary>
    public ReplayDifference? FindRest() => TakeEvent() is { } told ? new ReplayDifference(Line: null, Nothing, $"event {told}") : null;

    private string? TakeEvent()
    {
        if (!call.TryTakeEvent(out var told))
            return null;

        if (told is CallEvent.Closed closed)
            FailureCode = closed.Failure?.Code;
        return RecordedEvent.Of(told);
    }

    private static ReplayDifference? Compare(RecordedStep step, string recorded, string replayed) =>
        recorded == replayed ? null : new ReplayDifference(step.Line, recorded, replayed);
}
