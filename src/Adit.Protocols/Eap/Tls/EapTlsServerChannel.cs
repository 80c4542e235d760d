using Adit.Protocols.Crypto.Tls;
using Adit.Protocols.Radius;

namespace Adit.Protocols.Eap.Tls;

/// <summary>
/// Carries a TLS conversation in requests and responses, for the side that asks: what every method with TLS needs. It is given each
/// response, and the method acts where a whole message has gone into the conversation.
/// </summary>
/// <param name="tls">The conversation, which belongs to the method.</param>
/// <param name="options">Sizes and bounds.</param>
/// <param name="version">What goes in the version bits; 0 for EAP-TLS, PEAPv0 and TTLSv0.</param>
internal sealed class EapTlsServerChannel(ITlsConversation tls, EapTlsOptions options, int version)
{
    private readonly EapTlsFragments _fragments = new(options, version);

    /// <summary>The first request: begin.</summary>
    public EapMove Start() =>
        new EapMove.Request(new EapTlsPacket(IsStart: true, HasMore: false, version, MessageLength: null, default).ToBytes());

    /// <summary>A response's data.</summary>
    /// <returns>What is to be done; null where a whole message, perhaps an empty one, has gone into the conversation.</returns>
    public EapMove? Receive(ReadOnlyMemory<byte> data)
    {
        if (!EapTlsPacket.TryParse(data, out var packet))
            return new EapMove.BreakOff(AccessReason.EapBrokenOff);

        switch (_fragments.Receive(packet, out var message))
        {
            case EapTlsArrival.Fragment:
                return Request(_fragments.Acknowledge());
            case EapTlsArrival.Acknowledgement:
                return Request(_fragments.Next());
            case EapTlsArrival.Message:
                tls.Receive(message);
                return null;
            default:
                return new EapMove.BreakOff(AccessReason.EapBrokenOff);
        }
    }

    /// <summary>A request with the records that wait in the conversation; null where there are none.</summary>
    public EapMove? TrySend() => tls.TakeRecords() is { Length: > 0 } records ? Request(_fragments.Begin(records)) : null;

    /// <summary>A request without anything, where the peer has to answer once more.</summary>
    public EapMove SendEmpty() => Request(_fragments.Acknowledge());

    private static EapMove.Request Request(EapTlsPacket packet) => new(packet.ToBytes());
}
