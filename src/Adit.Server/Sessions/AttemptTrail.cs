using System.Net;
using Adit.Diagnosis;
using Adit.Diagnosis.Attempts;
using Adit.Protocols;
using Adit.Protocols.Calls;

namespace Adit.Server.Sessions;

/// <summary>
/// The record of one connection while it is made. It is written once there is something to tell: a user's name, or an end. Its owner
/// calls it from one thread at a time.
/// </summary>
public sealed class AttemptTrail
{
    private const int Usual = 8; // most have no more facts: the list need not grow

    private readonly AttemptJournal _journal;
    private readonly long _startedAt;
    private readonly List<AttemptStage> _stages = [];
    private readonly List<AttemptFact> _facts = new(Usual);
    private AttemptRecord _record; // all but the two lists
    private bool _isOver;

    internal AttemptTrail(AttemptJournal journal, IPEndPoint peer, string link)
    {
        _journal = journal;
        _startedAt = journal.Clock.GetTimestamp();
        _record = new AttemptRecord
        {
            StartedUtc = journal.Clock.GetUtcNow(),
            Gateway = journal.Gateway,
            Link = link,
            Peer = peer.ToString(),
        };
    }

    /// <summary>The client's own name for its attempt, where it gave one.</summary>
    public Guid? CorrelationId => _record.CorrelationId;

    /// <summary>The id that the store gave; only the journal's writer uses it.</summary>
    internal long StoredId { get; set; }

    /// <summary>The client said how it calls this attempt.</summary>
    public void Correlate(Guid? correlationId)
    {
        if (correlationId is not null)
            _record = _record with { CorrelationId = correlationId };
    }

    /// <summary>Something was seen.</summary>
    public void Fact(string name, string value) => Fact(new AttemptFact(name, value));

    /// <inheritdoc cref="Fact(string, string)"/>
    public void Fact(AttemptFact fact)
    {
        if (_facts.Count < AttemptRecord.MaxFacts)
            _facts.Add(fact);
    }

    /// <summary>The last of what is seen several times; a fact of the same name is replaced.</summary>
    public void Note(string name, string value) => Note(new AttemptFact(name, value));

    /// <inheritdoc cref="Note(string, string)"/>
    public void Note(AttemptFact fact)
    {
        _facts.RemoveAll(former => string.Equals(former.Name, fact.Name, StringComparison.Ordinal));
        Fact(fact);
    }

    /// <summary>Something became of a call that is open: its record shows it at once.</summary>
    public void Changed(string name, string value)
    {
        Fact(name, value);
        Write();
    }

    /// <summary>The call has come this far.</summary>
    public void Reached(CallStage stage)
    {
        var milliseconds = (long)_journal.Clock.GetElapsedTime(_startedAt).TotalMilliseconds;
        if (_stages.Count < AttemptRecord.MaxStages)
            _stages.Add(new AttemptStage(stage.ToString(), milliseconds));
    }

    /// <summary>A name was given; it need not be true.</summary>
    public void Named(string userName)
    {
        _record = _record with { UserName = userName };
        Write();
    }

    /// <summary>The call is open, for this account.</summary>
    public void Opened(string account)
    {
        _record = _record with { UserName = account, Outcome = AttemptOutcome.Connected };
        _journal.Monitor.AttemptOpened(Record);
        Write();
    }

    /// <summary>Another vendor's gateway was told to let them in; what becomes of the call, it knows.</summary>
    /// <param name="userName">Who they say they are.</param>
    public void Accepted(string userName)
    {
        _isOver = true;
        _record = _record with { UserName = userName, EndedUtc = _journal.Clock.GetUtcNow(), Outcome = AttemptOutcome.Ended };
        Write();
    }

    /// <summary>It is over; null where it ended as wished after it was open. Only the first end counts.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="recording">What the call was told and said, where that is to be kept.</param>
    /// <param name="userName">Who they said they were, where that was not told before.</param>
    public void End(Failure? failure, string? recording = null, string? userName = null)
    {
        if (_isOver)
            return;

        _isOver = true;
        var wasOpen = _record.Outcome is AttemptOutcome.Connected;
        var isFine = failure is null && wasOpen;
        _record = _record with
        {
            UserName = userName ?? _record.UserName,
            EndedUtc = _journal.Clock.GetUtcNow(),
            Outcome = isFine ? AttemptOutcome.Ended : AttemptOutcome.Failed,
            FailureCode = isFine ? null : failure?.Code ?? LeftInSetup,
            FailureFacts = failure is null ? null : Diagnosis.FailureFacts.Describe(failure),
            ClientCode = failure is null ? null : ClientCodes.Find(failure)?.Value,
            ClientCodeSource = failure is null ? null : ClientCodes.FindSource(failure)?.ToString(),
        };
        _journal.Monitor.AttemptEnded(Record, wasOpen);
        Write(recording);
    }

    // The peer said goodbye before its call was open: not a failure type, since nothing of ours failed.
    private const string LeftInSetup = "NET-106";

    private AttemptRecord Record => _record with { Stages = [.. _stages], Facts = [.. _facts] };

    private void Write(string? recording = null) => _journal.Write(this, Record, recording);
}
