using System.Net;
using Adit.Diagnosis.Attempts;
using Adit.Diagnosis.Tests.Attempts;
using Adit.Protocols.Calls;
using Adit.Server.Sessions;
using Microsoft.Extensions.Logging.Abstractions;

namespace Adit.Server.Tests.Sessions;

public sealed class AttemptTrailTests : IAsyncDisposable
{
    private readonly InMemoryAttemptStore _store = new();
    private readonly AttemptJournal _journal;
    private readonly AttemptTrail _trail;

    public AttemptTrailTests()
    {
        _journal = new AttemptJournal(_store, "gate", TimeProvider.System, NullLogger.Instance);
        _trail = _journal.Begin(new IPEndPoint(IPAddress.Loopback, 49152));
    }

    public ValueTask DisposeAsync() => _journal.DisposeAsync();

    [Fact]
    public async Task Stages_have_an_end()
    {
        for (var i = 0; i < 100; i++)
            _trail.Reached(CallStage.Authenticating);

        Assert.Equal(AttemptRecord.MaxStages, (await ReadAsync()).Stages.Count);
    }

    [Fact]
    public async Task Facts_have_an_end_and_the_first_ones_stay()
    {
        for (var i = 0; i < 100; i++)
            _trail.Fact($"fact {i}", "value");

        var facts = (await ReadAsync()).Facts;
        Assert.Equal((AttemptRecord.MaxFacts, "fact 0"), (facts.Count, facts[0].Name));
    }

    [Fact]
    public async Task A_fact_noted_again_replaces_the_first()
    {
        _trail.Note("mtu", "1500");
        _trail.Note("mtu", "1400");

        Assert.Equal([new AttemptFact("mtu", "1400")], (await ReadAsync()).Facts);
    }

    [Fact]
    public async Task Who_was_let_in_or_refused_has_a_name_at_once()
    {
        _trail.Accepted("alice");
        var refused = _journal.Begin(new IPEndPoint(IPAddress.Loopback, 49153));
        refused.End(failure: null, userName: "bob");
        await _journal.FlushAsync(default);

        var attempts = await _store.ListAsync(new AttemptQuery { Count = 10 }, default);
        Assert.Equal([("bob", AttemptOutcome.Failed), ("alice", AttemptOutcome.Ended)], attempts.Select(one => (one.UserName, one.Outcome)));
    }

    /// <summary>As it stands when its user gives a name.</summary>
    private async Task<AttemptRecord> ReadAsync()
    {
        _trail.Named("alice");
        await _journal.FlushAsync(default);
        return Assert.Single(await _store.ListAsync(new AttemptQuery { Count = 10 }, default));
    }
}
