using Adit.Server.Configuration;

namespace Adit.Server.Sessions;

/// <summary>
/// Who has a place for a session: in all, by kind of tunnel, by user. A place is taken when the authority has said yes and is given
/// back when the call has ended, both under one lock: of two who sign in at once only one gets the last. Any thread may call.
/// </summary>
public sealed class SessionPlaces(LiveConfiguration configuration)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<SessionPlace>> _byUser = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<TunnelKind, int> _byTunnel = [];
    private int _count;

    /// <summary>Is told whenever a place was taken or given back, without a lock of ours held.</summary>
    internal Action? Changed { get; set; }

    /// <summary>Whether nobody gets in through this kind of tunnel until somebody has left.</summary>
    public bool IsFull(TunnelKind tunnel) => FindLimit(tunnel) is not null;

    /// <summary>The limit because of which nobody gets in through this kind of tunnel now, one of <see cref="PlaceLimit"/>; null where there is a place.</summary>
    public string? FindLimit(TunnelKind tunnel)
    {
        lock (_gate)
            return FindLimit(tunnel, leaving: []);
    }

    /// <summary>
    /// Whether so many places are free again that a door which was closed is worth opening: a twentieth of them, but at least one. A
    /// door that opened for each single place would open and close all the time.
    /// </summary>
    public bool HasAmpleRoom(TunnelKind tunnel)
    {
        var limits = configuration.Current.Limits;
        lock (_gate)
            return HasAmple(limits.Sessions, _count) && HasAmple(limits.Ports.Of(tunnel), CountOf(tunnel));
    }

    /// <summary>Takes a place for this user; whoever is in its way has lost theirs, and is to be told to yield.</summary>
    /// <returns>Those who are to yield first, or the reason why there is no place.</returns>
    /// <param name="place">The place.</param>
    /// <param name="user">Who gets it.</param>
    /// <param name="most">How many this user may have; null for as many as every other.</param>
    public (IReadOnlyList<SessionPlace> Replaced, LimitFailure? Failure) Enter(SessionPlace place, string user, uint? most = null)
    {
        (IReadOnlyList<SessionPlace> Replaced, LimitFailure? Failure) result;
        lock (_gate)
            result = EnterLocked(place, user, most);
        Changed?.Invoke();
        return result;
    }

    /// <summary>Gives a place back, also one that was never taken; it cannot be taken again.</summary>
    public void Leave(SessionPlace place)
    {
        lock (_gate)
            Remove(place);
        Changed?.Invoke();
    }

    private (IReadOnlyList<SessionPlace> Replaced, LimitFailure? Failure) EnterLocked(SessionPlace place, string user, uint? most)
    {
        var limits = configuration.Current.Limits;
        var theirs = _byUser.GetValueOrDefault(user) ?? [];
        var perUser = (int)Math.Min(most ?? (uint)limits.SessionsPerUser, int.MaxValue);
        var surplus = perUser == 0 ? 0 : Math.Max(0, theirs.Count + 1 - perUser);
        if (surplus > 0 && limits.WhenReached is WhenReached.Refuse)
            return ([], new LimitFailure.UserHasEnough(perUser));

        List<SessionPlace> replaced = [.. theirs.Take(surplus)]; // the oldest come first
        if (FindLimit(place.Tunnel, replaced) is { } limit)
            return ([], new LimitFailure.NoPlaceLeft(place.Tunnel, limit));

        replaced.ForEach(Remove);
        if (!place.IsOver) // a call may have ended while the authority was asked
            Add(place, user);
        return (replaced, null);
    }

    private string? FindLimit(TunnelKind tunnel, List<SessionPlace> leaving)
    {
        var limits = configuration.Current.Limits;
        var ports = limits.Ports.Of(tunnel);
        return ports == 0 ? PlaceLimit.Off
            : _count - leaving.Count >= limits.Sessions ? PlaceLimit.Sessions
            : CountOf(tunnel) - leaving.Count(place => place.Tunnel == tunnel) >= ports ? PlaceLimit.Sstp
            : null;
    }

    private static bool HasAmple(int limit, int taken) => limit - taken >= Math.Max(1, limit / 20);

    private int CountOf(TunnelKind tunnel) => _byTunnel.GetValueOrDefault(tunnel);

    private void Add(SessionPlace place, string user)
    {
        place.User = user;
        if (!_byUser.TryGetValue(user, out var theirs))
            _byUser[user] = theirs = [];
        theirs.Add(place);
        _byTunnel[place.Tunnel] = CountOf(place.Tunnel) + 1;
        _count++;
    }

    private void Remove(SessionPlace place)
    {
        place.IsOver = true;
        if (place.User is not { } user)
            return;

        place.User = null;
        var theirs = _byUser[user];
        theirs.Remove(place);
        if (theirs.Count == 0)
            _byUser.Remove(user);
        _byTunnel[place.Tunnel] = CountOf(place.Tunnel) - 1;
        _count--;
    }
}
