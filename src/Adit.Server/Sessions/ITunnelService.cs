namespace Adit.Server.Sessions;

/// <summary>
/// What the gateway itself answers inside the tunnel of one session: a router solicitation, a request to DHCP. It sees each packet that
/// the session sends, so its first look has to be cheap. Used by the call's reader alone.
/// </summary>
internal interface ITunnelService
{
    /// <summary>
    /// True where the packet was meant for this service, well-formed or not: it then goes nowhere else.
    /// <paramref name="reply"/> is the IP packet to send back; empty for none.
    /// </summary>
    bool TryServe(ReadOnlySpan<byte> packet, out ReadOnlyMemory<byte> reply);
}
