using Adit.Access.Decisions;
using Adit.Transport;
using Adit.Protocols;
using Adit.Protocols.Ip;
using Adit.Server.Addresses;
using Adit.Server.Configuration;
using Adit.Server.Ipv6;
using Adit.Server.Network;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Sessions;

/// <summary>What every session of this gateway needs.</summary>
internal sealed record SessionServices(
    LiveConfiguration Live,
    string Gateway,
    IAuthority Authority,
    AddressPool Pool,
    Func<Ipv4Address> OwnAddress,
    TunWriter Tun,
    SessionTable Table,
    IRandomSource Random,
    TimeProvider Clock,
    ILogger Logger)
{
    /// <summary>IPv6 for sessions; null where they get none.</summary>
    public Ipv6Gateway? Ipv6 { get; init; }

    /// <summary>The networks behind clients; null where they are not led anywhere.</summary>
    public RoutesBehind? Behind { get; init; }

    /// <summary>What calls are told and say, written down where that is wanted.</summary>
    public CallRecordings Recordings { get; } = new();

    /// <summary>The configuration in force.</summary>
    public ServerConfiguration Configuration => Live.Current;
}
