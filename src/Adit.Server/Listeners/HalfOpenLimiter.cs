using System.Net;
using Adit.Server.Configuration;

namespace Adit.Server.Listeners;

/// <summary>
/// Counts connections that have not authenticated, in all and by address (an IPv6 peer counts as its /64), so that strangers cannot
/// use up the server.
/// </summary>
public sealed class HalfOpenLimiter(Func<ServerLimits> limits)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _byAddress = [];
    private int _count;

    /// <summary>How many there are now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _count;
        }
    }

    /// <summary>
    /// Takes a place; null with the failure where there is none. Without a <paramref name="peer"/>, which a balancer hides or has not
    /// told yet, only the limit in all counts.
    /// </summary>
    public IDisposable? TryEnter(IPAddress? peer, out ListenerFailure.TooManyHalfOpen? failure)
    {
        var source = peer is null ? null : SourceOf(peer);
        lock (_gate)
        {
            var fromHere = source is null ? 0 : _byAddress.GetValueOrDefault(source);
            failure = source is not null && fromHere >= limits().HalfOpenPerAddress ? new ListenerFailure.TooManyHalfOpen(FromThisAddress: true)
                : _count >= limits().HalfOpen ? new ListenerFailure.TooManyHalfOpen(FromThisAddress: false)
                : null;
            if (failure is not null)
                return null;

            if (source is not null)
                _byAddress[source] = fromHere + 1;
            _count++;
            return new Place(this, source);
        }
    }

    private static IPAddress SourceOf(IPAddress peer)
    {
        if (peer.IsIPv4MappedToIPv6)
            return peer.MapToIPv4();
        var bytes = peer.GetAddressBytes();
        if (bytes.Length == 16)
            bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    private void Leave(IPAddress? source)
    {
        lock (_gate)
        {
            _count--;
            if (source is null)
                return;

            var left = _byAddress[source] - 1;
            if (left == 0)
                _byAddress.Remove(source);
            else
                _byAddress[source] = left;
        }
    }

    private sealed class Place(HalfOpenLimiter limiter, IPAddress? source) : IDisposable
    {
        private int _isFree;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isFree, 1) == 0)
                limiter.Leave(source);
        }
    }
}
