using static Adit.Protocols.Ppp.AutomatonActions;
using static Adit.Protocols.Ppp.AutomatonState;

namespace Adit.Protocols.Ppp;

/// <summary>What an event makes the automaton do.</summary>
internal readonly record struct AutomatonTransition(AutomatonState Next, AutomatonActions Actions = None);

/// <summary>
/// The state transition table of RFC 1661 §4.1, without its passive and restart options. Where the table has a dash, nothing happens.
/// </summary>
internal static class AutomatonTable
{
    public static AutomatonTransition Next(AutomatonState state, AutomatonEvent occurred) => occurred switch
    {
        AutomatonEvent.Up => Up(state),
        AutomatonEvent.Down => Down(state),
        AutomatonEvent.Open => Open(state),
        AutomatonEvent.Close => Close(state),
        AutomatonEvent.TimeoutWithTriesLeft => TimeoutWithTriesLeft(state),
        AutomatonEvent.TimeoutAtLast => TimeoutAtLast(state),
        AutomatonEvent.GoodRequest => GoodRequest(state),
        AutomatonEvent.BadRequest => BadRequest(state),
        AutomatonEvent.Ack => Ack(state),
        AutomatonEvent.NakOrReject => NakOrReject(state),
        AutomatonEvent.TerminateRequest => TerminateRequest(state),
        AutomatonEvent.TerminateAck => TerminateAck(state),
        AutomatonEvent.UnknownCode => UnknownCode(state),
        AutomatonEvent.RejectPermitted => RejectPermitted(state),
        AutomatonEvent.RejectCatastrophic => RejectCatastrophic(state),
        AutomatonEvent.EchoOrDiscard => EchoOrDiscard(state),
        _ => throw new ArgumentOutOfRangeException(nameof(occurred)),
    };

    private static AutomatonTransition Up(AutomatonState state) => state switch
    {
        Initial => new(Closed),
        Starting => new(RequestSent, InitializeRestartCount | SendConfigureRequest),
        _ => new(state),
    };

    private static AutomatonTransition Down(AutomatonState state) => state switch
    {
        Closed or Closing => new(Initial),
        Stopped => new(Starting, ThisLayerStarted),
        Stopping or RequestSent or AckReceived or AckSent => new(Starting),
        Opened => new(Starting, ThisLayerDown),
        _ => new(state),
    };

    private static AutomatonTransition Open(AutomatonState state) => state switch
    {
        Initial => new(Starting, ThisLayerStarted),
        Closed => new(RequestSent, InitializeRestartCount | SendConfigureRequest),
        Closing => new(Stopping),
        _ => new(state),
    };

    private static AutomatonTransition Close(AutomatonState state) => state switch
    {
        Starting => new(Initial, ThisLayerFinished),
        Stopped => new(Closed),
        Stopping => new(Closing),
        RequestSent or AckReceived or AckSent => new(Closing, InitializeRestartCount | SendTerminateRequest),
        Opened => new(Closing, ThisLayerDown | InitializeRestartCount | SendTerminateRequest),
        _ => new(state),
    };

    private static AutomatonTransition TimeoutWithTriesLeft(AutomatonState state) => state switch
    {
        Closing or Stopping => new(state, SendTerminateRequest),
        RequestSent or AckReceived => new(RequestSent, SendConfigureRequest),
        AckSent => new(AckSent, SendConfigureRequest),
        _ => new(state),
    };

    private static AutomatonTransition TimeoutAtLast(AutomatonState state) => state switch
    {
        Closing => new(Closed, ThisLayerFinished),
        Stopping or RequestSent or AckReceived or AckSent => new(Stopped, ThisLayerFinished),
        _ => new(state),
    };

    private static AutomatonTransition GoodRequest(AutomatonState state) => state switch
    {
        Closed => new(Closed, SendTerminateAck),
        Stopped => new(AckSent, InitializeRestartCount | SendConfigureRequest | SendConfigureAck),
        RequestSent or AckSent => new(AckSent, SendConfigureAck),
        AckReceived => new(Opened, SendConfigureAck | ThisLayerUp),
        Opened => new(AckSent, ThisLayerDown | SendConfigureRequest | SendConfigureAck),
        _ => new(state),
    };

    private static AutomatonTransition BadRequest(AutomatonState state) => state switch
    {
        Closed => new(Closed, SendTerminateAck),
        Stopped => new(RequestSent, InitializeRestartCount | SendConfigureRequest | SendConfigureNak),
        RequestSent or AckSent => new(RequestSent, SendConfigureNak),
        AckReceived => new(AckReceived, SendConfigureNak),
        Opened => new(RequestSent, ThisLayerDown | SendConfigureRequest | SendConfigureNak),
        _ => new(state),
    };

    private static AutomatonTransition Ack(AutomatonState state) => state switch
    {
        Closed or Stopped => new(state, SendTerminateAck),
        RequestSent => new(AckReceived, InitializeRestartCount),
        AckReceived => new(RequestSent, SendConfigureRequest),
        AckSent => new(Opened, InitializeRestartCount | ThisLayerUp),
        Opened => new(RequestSent, ThisLayerDown | SendConfigureRequest),
        _ => new(state),
    };

    private static AutomatonTransition NakOrReject(AutomatonState state) => state switch
    {
        Closed or Stopped => new(state, SendTerminateAck),
        RequestSent => new(RequestSent, InitializeRestartCount | SendConfigureRequest),
        AckReceived => new(RequestSent, SendConfigureRequest),
        AckSent => new(AckSent, InitializeRestartCount | SendConfigureRequest),
        Opened => new(RequestSent, ThisLayerDown | SendConfigureRequest),
        _ => new(state),
    };

    private static AutomatonTransition TerminateRequest(AutomatonState state) => state switch
    {
        Initial or Starting => new(state),
        AckReceived or AckSent => new(RequestSent, SendTerminateAck),
        Opened => new(Stopping, ThisLayerDown | ZeroRestartCount | SendTerminateAck),
        _ => new(state, SendTerminateAck),
    };

    private static AutomatonTransition TerminateAck(AutomatonState state) => state switch
    {
        Closing => new(Closed, ThisLayerFinished),
        Stopping => new(Stopped, ThisLayerFinished),
        AckReceived => new(RequestSent),
        Opened => new(RequestSent, ThisLayerDown | SendConfigureRequest),
        _ => new(state),
    };

    private static AutomatonTransition UnknownCode(AutomatonState state) =>
        state is Initial or Starting ? new(state) : new(state, SendCodeReject);

    private static AutomatonTransition RejectPermitted(AutomatonState state) => state is AckReceived ? new(RequestSent) : new(state);

    private static AutomatonTransition RejectCatastrophic(AutomatonState state) => state switch
    {
        Closed or Closing => new(Closed, ThisLayerFinished),
        Stopped or Stopping or RequestSent or AckReceived or AckSent => new(Stopped, ThisLayerFinished),
        Opened => new(Stopping, ThisLayerDown | InitializeRestartCount | SendTerminateRequest),
        _ => new(state),
    };

    private static AutomatonTransition EchoOrDiscard(AutomatonState state) => state is Opened ? new(state, SendEchoReply) : new(state);
}
