using Adit.Protocols;
using Adit.Protocols.Calls;
using Adit.Protocols.Ip.Nd;
using Adit.Protocols.Ppp;

namespace Adit.Client.Tests;

/// <summary>Notes what it is told of the pauses before further attempts.</summary>
internal sealed class RecordingObserver : IConnectionObserver
{
    public List<TimeSpan> Pauses { get; } = [];

    public void Connecting(Guid correlationId)
    {
    }

    public void Reached(CallStage stage)
    {
    }

    public void Opened(string device, Ipv4Settings settings)
    {
    }

    public void Ipv6Set(HostSettings settings)
    {
    }

    public void Ipv6NotSet(string reason)
    {
    }

    public void NameServersNotSet(string reason)
    {
    }

    public void LockdownChanged(LockdownChange change)
    {
    }

    public void RoutesSet(RouteReport report)
    {
    }

    public void Reconnecting(Failure failure, TimeSpan pause) => Pauses.Add(pause);
}
