using Adit.Protocols;

namespace Adit.Server.Sessions;

/// <summary>Bounds how often the gateway answers one session: a few at once, then one per interval. Used by one thread at a time.</summary>
internal sealed class ReplyRate(int burst, TimeSpan interval)
{
    private Moment _paidUntil = new(long.MinValue / 2);

    /// <summary>Whether there may be another answer now.</summary>
    public bool TryTake(Moment now)
    {
        var earliest = now + (interval * -(burst - 1));
        var from = _paidUntil > earliest ? _paidUntil : earliest;
        if (from > now)
            return false;

        _paidUntil = from + interval;
        return true;
    }
}
