namespace Adit.Protocols.Tests.Ppp;

/// <summary>One direction of a path that loses, repeats, delays and so reorders frames, the same way for the same seed.</summary>
internal sealed class LossyLink(int seed, double loss)
{
    private readonly Random _random = new(seed);
    private readonly PriorityQueue<byte[], (Moment, int)> _underWay = new();
    private int _sent;

    public Moment? NextArrival => _underWay.TryPeek(out _, out var priority) ? priority.Item1 : null;

    public void Send(ReadOnlyMemory<byte> frame, Moment now)
    {
        if (_random.NextDouble() < loss)
            return;

        Enqueue(frame, now);
        if (_random.NextDouble() < loss / 3)
            Enqueue(frame, now);
    }

    public bool TryReceive(Moment now, out byte[] frame)
    {
        frame = [];
        return NextArrival <= now && _underWay.TryDequeue(out frame!, out _);
    }

    private void Enqueue(ReadOnlyMemory<byte> frame, Moment now)
    {
        var delay = loss == 0 ? 10 : _random.Next(5, 60);
        _underWay.Enqueue(frame.ToArray(), (now + TimeSpan.FromMilliseconds(delay), _sent++));
    }
}
