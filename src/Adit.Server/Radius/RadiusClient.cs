using System.Net;
using Adit.Protocols.Radius;
using Adit.Server.Configuration;

namespace Adit.Server.Radius;

/// <summary>One who may ask. Any thread may call.</summary>
internal sealed class RadiusClient(RadiusClientSettings settings, RadiusSecret secret)
{
    private static readonly TimeSpan PauseBetweenComplaints = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private DateTimeOffset _complained = DateTimeOffset.MinValue;
    private volatile bool _hasShownAuthenticator;

    public string Name => settings.Name;

    public IPNetwork Address => settings.Address;

    public bool MayChangeSessions => settings.MayChangeSessions;

    public bool NeedsEventTimestamp => settings.RequireEventTimestamp;

    /// <summary>What policies are told of one that asks from this address.</summary>
    public AccessClient Describe(IPAddress address) =>
        new(settings.Name, (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString(), settings.Vendor is { Length: > 0 } vendor ? vendor : null);

    /// <summary>Reads a datagram of theirs.</summary>
    public RadiusFault TryReceive(ReadOnlyMemory<byte> datagram, out ReceivedRequest? request)
    {
        var fault = ReceivedRequest.TryReceive(datagram, secret, NeedsMessageAuthenticator, out request);
        if (request is { HasMessageAuthenticator: true })
            _hasShownAuthenticator = true;
        return fault;
    }

    /// <summary>Whether the log hears of this client's faults again: once a minute, so that nobody can fill it.</summary>
    public bool MayComplain(DateTimeOffset now)
    {
        lock (_gate)
        {
            if (now - _complained < PauseBetweenComplaints)
                return false;

            _complained = now;
            return true;
        }
    }

    private bool NeedsMessageAuthenticator => settings.RequireMessageAuthenticator switch
    {
        MessageAuthenticatorRule.Yes => true,
        MessageAuthenticatorRule.Auto => _hasShownAuthenticator,
        _ => false,
    };
}
