using Adit.Transport;

namespace Adit.Server.Monitoring;

/// <summary>
/// What all calls have carried since the start: the counters of those that are there, and the sum of those that are gone. The packets'
/// path knows nothing of it. Any thread may call.
/// </summary>
internal sealed class TrafficTotals
{
    private readonly Lock _gate = new();
    private readonly HashSet<TrafficCounters> _present = [];
    private Traffic _past = Traffic.None;

    /// <summary>A call is there.</summary>
    public void Add(TrafficCounters call)
    {
        lock (_gate)
            _present.Add(call);
    }

    /// <summary>A call is gone: its counters change no more.</summary>
    public void Remove(TrafficCounters call)
    {
        lock (_gate)
            if (_present.Remove(call))
                _past += Traffic.Of(call);
    }

    /// <summary>The sum; never less than what it was.</summary>
    public Traffic Read()
    {
        lock (_gate)
            return _present.Aggregate(_past, (sum, call) => sum + Traffic.Of(call));
    }
}
