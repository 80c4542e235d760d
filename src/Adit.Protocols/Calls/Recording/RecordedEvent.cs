using System.Text;
using Adit.Protocols.Ppp;

namespace Adit.Protocols.Calls.Recording;

/// <summary>An event of a call in a line, without a secret: what a replay's event is compared with.</summary>
internal static class RecordedEvent
{
    public static string Of(CallEvent callEvent) => callEvent switch
    {
        CallEvent.StageReached reached => $"stage {reached.Stage}",
        CallEvent.Closed closed => $"closed {RecordedText.Of(closed.Failure)}",
        CallEvent.FromPpp { Event: var pppEvent } => $"ppp {pppEvent.GetType().Name} {FactsOf(pppEvent)}".TrimEnd(),
        CallEvent.FromTunnel { Event: var tunnelEvent } => $"tunnel {tunnelEvent.GetType().Name}",
        _ => callEvent.GetType().Name,
    };

    private static string FactsOf(PppEvent pppEvent) => pppEvent switch
    {
        PppEvent.LinkEstablished { Facts: var facts } => $"{facts.LocalMru} {facts.PeerMru} {facts.CompressProtocol} {facts.CompressAddress}",
        PppEvent.PeerIdentified identified => RecordedText.Of(Encoding.Latin1.GetString(identified.Message.Span)),
        PppEvent.ResponseReceived response => RecordedText.Of(response.Exchange.UserName),
        PppEvent.ChangeReceived change => RecordedText.Of(change.Change.Exchange.UserName),
        PppEvent.ChapResponseReceived response => RecordedText.Of(response.Exchange.UserName),
        PppEvent.PasswordReceived password => RecordedText.Of(password.Exchange.UserName),
        PppEvent.EapReceived eap => RecordedText.Of(eap.Identity),
        PppEvent.Authenticated authenticated => $"{RecordedText.Of(authenticated.Identity)} {authenticated.Keys.AreGenerated}",
        PppEvent.NetworkOpened { Settings: var settings } =>
            $"{settings.Server} {settings.Client} {string.Join(',', settings.Dns)} {string.Join(',', settings.Wins)}",
        PppEvent.Ipv6Opened { Settings: var settings } => $"{settings.ServerInterfaceId:x16} {settings.ClientInterfaceId:x16}",
        _ => "",
    };
}
