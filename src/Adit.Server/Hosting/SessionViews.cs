using Adit.Server.Control;
using Adit.Server.Sessions;

namespace Adit.Server.Hosting;

/// <summary>Shows open sessions as the control API tells them.</summary>
internal static class SessionViews
{
    public static SessionView Of(ServerSession session, DateTimeOffset now)
    {
        var traffic = session.Driver!.Traffic;
        return new SessionView(
            session.Id,
            session.User!,
            session.Peer.ToString(),
            "sstp",
            session.Address!.Value.ToString(),
            session.OpenSince ?? now,
            traffic.BytesReceived,
            traffic.BytesSent,
            traffic.PacketsReceived,
            traffic.PacketsSent,
            (long)session.Driver.IdleTime.TotalSeconds,
            session.Attempt.CorrelationId?.ToString(),
            session.TlsVersion,
            session.TlsSuite,
            traffic.Dropped)
        {
            Ipv6Prefix = session.Ipv6.IsOpened ? session.Ipv6.Prefix?.ToString() : null,
        };
    }
}
