using System.Diagnostics.CodeAnalysis;

namespace Adit.Protocols.Ppp;

/// <summary>
/// A PPP session in either role (RFC 1661, 1332, 1334, 1877, 1994, 2759, 5072): LCP, one method of authentication, IPCP and IPV6CP, and the packets in between.
/// After each call of <see cref="Open"/>, <see cref="TryReceive"/>, <c>Handle…</c> or <see cref="Close"/>, drain
/// <see cref="TryTransmit"/> and <see cref="TryTakeEvent"/>, then wait for input or <see cref="NextDeadline"/>. Not for two threads at
/// once. A peer can never make it throw.
/// </summary>
public sealed partial class PppSession
{
    private readonly PppRole _role;
    private readonly PppOptions _options;
    private readonly IRandomSource _random;
    private readonly PppOutbox _outbox = new();
    private readonly LcpNegotiation _lcpOptions;
    private readonly Automaton _lcp;
    private Stage _stage = new Unopened();

    /// <summary>A session that waits for <see cref="Open"/>.</summary>
    public PppSession(PppRole role, PppOptions options, IRandomSource random)
    {
        (_role, _options, _random) = (role, options, random);
        _lcpOptions = new LcpNegotiation(role, options, random);
        _lcp = new Automaton(_lcpOptions, options.Automaton, _outbox);
    }

    /// <summary>The options that were offered and chosen so far, for the call's record.</summary>
    public IReadOnlyList<PppOptionFact> Options => _outbox.Options.Facts;

    /// <summary>The phase of the link (RFC 1661 §3.2).</summary>
    public PppPhase Phase => _stage.Phase;

    /// <summary>When <see cref="HandleTimeout"/> is to be called; null for never. It may be early.</summary>
    public Moment? NextDeadline => Moment.Earliest(_lcp.NextDeadline, _stage.Deadline);

    /// <summary>
    /// Whether packets may pass: IPCP was opened, or IPV6CP was and the peer has refused IPCP. The event that says so may still be waiting.
    /// </summary>
    public bool HasNetwork => _stage is Networking { WasOpened: true };

    /// <summary>What to write before each IP packet; right once <see cref="HasNetwork"/>.</summary>
    public PppDataHeader DataHeader => _lcpOptions.DataHeader;

    /// <summary>
    /// The largest IP packet to send, in bytes: what the peer takes, and no more than <see cref="PppOptions.MaxPacket"/>.
    /// </summary>
    public int MaxPacketLength => Math.Min(_lcpOptions.PeerMru, _options.MaxPacket);

    /// <summary>The layer below carries frames. Called once, first.</summary>
    public void Open(Moment now)
    {
        if (_stage is not Unopened)
            throw new InvalidOperationException("A PPP session is opened once.");

        _lcp.Open(now);
        if (_role is PppRole.Server)
            _stage = new AwaitingPeer(now + _options.FirstRequestDelay);
        else
            StartLcp(now);
    }

    /// <summary>
    /// Takes one frame. True where it was an IPv4 packet and IPCP is open, or an IPv6 packet and IPV6CP is: <paramref name="packet"/> is
    /// then a view into the frame. Everything else is dealt with inside.
    /// </summary>
    public bool TryReceive(ReadOnlySpan<byte> frame, Moment now, out ReadOnlySpan<byte> packet)
    {
        packet = default;
        if (_stage is Unopened or Ended || !PppFrame.TryParse(frame, out var parsed))
            return false;

        (_stage as Linked)?.Echo.HandleSignOfLife(now);
        if (parsed.Protocol is PppProtocol.Ipv4 || (parsed.Protocol is PppProtocol.Ipv6 && _options.Ipv6))
        {
            packet = MayPass(parsed) ? parsed.Information : default;
            return !packet.IsEmpty;
        }

        Receive(parsed.Protocol, parsed.Information.ToArray(), now);
        Advance(now);
        return false;
    }

    /// <summary>Acts on the deadlines that have passed; harmless when woken early.</summary>
    public void HandleTimeout(Moment now)
    {
        if (_stage is AwaitingPeer awaiting && awaiting.SpeakAt <= now)
            StartLcp(now);
        else if (_stage is AwaitingAddress waiting && waiting.GiveUpAt <= now)
            End(new PppFailure.AddressNotDecided(), now);

        _lcp.HandleTimeout(now);
        _stage.HandleTimeout(now);
        Advance(now);
    }

    /// <summary>The answer to a question among the events; a late one is dropped.</summary>
    public void HandleAnswer(PppAnswer answer, Moment now)
    {
        switch (_stage, answer)
        {
            case (AwaitingAddress awaiting, PppAnswer.AddressGranted granted):
                StartNetwork(awaiting, new IpcpServer(granted.Settings, _lcpOptions.PeerMru), granted.AllowsIpv6, now);
                break;
            case (AwaitingAddress, PppAnswer.AddressRefused refused):
                End(refused.Reason, now);
                break;
            case (Linked linked, _):
                linked.Authentication.HandleAnswer(answer, now);
                break;
        }

        Advance(now);
    }

    /// <summary>
    /// Takes the link down in order: Terminate-Request, then <see cref="PppEvent.Closed"/> with this reason, null where it is simply no
    /// longer wanted. Where it is on its way down already, nothing happens, and the first reason stays.
    /// </summary>
    public void Close(Failure? reason, Moment now)
    {
        if (_stage is Terminating or Ended)
            return;

        End(reason, now);
        Advance(now);
    }

    /// <summary>
    /// The layer below carries nothing any more (RFC 1661 §4.3, Down). Where the link was on its way down, or something is known that
    /// kept the peer from coming in, <see cref="PppEvent.Closed"/> says so; otherwise nothing is told, as only the layer below knows why.
    /// </summary>
    public void HandleDown(Moment now)
    {
        if (_stage is Ended)
            return;

        _lcp.Down(now);
        _outbox.DropFrames();
        if (_stage is Terminating terminating)
            Finish(terminating);
        else if (FindObstacle() is { } obstacle)
            Finish(new Terminating(obstacle));
        else
            _stage = new Ended();
    }

    /// <summary>Takes the next frame to send, whole, with FF 03 and protocol.</summary>
    public bool TryTransmit(out ReadOnlyMemory<byte> frame) => _outbox.TryTransmit(out frame);

    /// <summary>Takes the next event.</summary>
    public bool TryTakeEvent([NotNullWhen(true)] out PppEvent? pppEvent) => _outbox.TryTakeEvent(out pppEvent);
}
