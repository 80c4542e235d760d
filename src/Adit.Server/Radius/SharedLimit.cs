namespace Adit.Server.Radius;

/// <summary>
/// Ends work that takes too long. All that begins within an eighth of the time shares one timer, so each may take up to an eighth
/// longer: a timer for each question would cost more than most of what it watches. Any thread may call.
/// </summary>
/// <param name="patience">How long work may take.</param>
/// <param name="stop">Ends all of it at once.</param>
internal sealed class SharedLimit(TimeSpan patience, CancellationToken stop)
{
    private readonly TimeSpan _turn = patience / 8;
    private readonly Lock _gate = new();
    private volatile Turn? _current;

    /// <summary>For work that begins now.</summary>
    public CancellationToken Begin()
    {
        var now = Environment.TickCount64;
        return _current is { } turn && now < turn.Until ? turn.Token : Next(now);
    }

    private CancellationToken Next(long now)
    {
        lock (_gate)
        {
            if (_current is { } turn && now < turn.Until)
                return turn.Token;

            var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var token = limit.Token;
            limit.CancelAfter(patience + _turn);
            token.Register(limit.Dispose);
            _current = new Turn(now + (long)_turn.TotalMilliseconds, token);
            return token;
        }
    }

    private sealed record Turn(long Until, CancellationToken Token);
}
