using Adit.Protocols.Ppp;

namespace Adit.Fuzz.Targets.Ppp;

/// <summary>
/// Lists of configuration options, and what LCP, IPCP and IPV6CP of both sides make of them as a request (RFC 1661 §5.2 to §5.4): an Ack has
/// all of it, a Reject only what was asked for.
/// </summary>
internal sealed class PppOptionsTarget : IFuzzTarget
{
    private static readonly Ipv4Settings _settings = new(new(0x0a000001), new(0x0a000002), [new(0x0a000035)], [new(0x0a000036)]);

    public string Name => "ppp-options";

    public IEnumerable<byte[]> Seeds =>
        [.. PppFrames.Real.Where(frame => frame is [0xff, 0x03, 0xc0 or 0x80, 0x21 or 0x57, >= 1 and <= 4, ..]).Select(frame => frame[8..])];

    /// <summary>An option that is too short or too long takes all there is, as far as one can.</summary>
    public byte[] Repair(byte[] input)
    {
        var list = input.ToArray();
        var at = 0;
        for (var count = 0; at + PppOption.HeaderLength <= list.Length && count < PppOptionList.MaxCount; count++)
        {
            if (list[at + 1] < PppOption.HeaderLength || at + list[at + 1] > list.Length)
                list[at + 1] = (byte)Math.Min(byte.MaxValue, list.Length - at);

            at += list[at + 1];
        }

        return list[..at];
    }

    public bool Run(ReadOnlyMemory<byte> input)
    {
        if (!PppOptionList.TryParse(input, out var options))
            return false;

        BrokenLawException.ThrowUnless(
            input.Span.SequenceEqual(PppOptionList.ToArray(options)) && options.Count <= PppOptionList.MaxCount,
            "A list is written back as it was.");
        foreach (var negotiation in Create())
            Check(negotiation, options);

        return true;
    }

    private static IEnumerable<INegotiation> Create() =>
    [
        new LcpNegotiation(PppRole.Server, new(), new FixedRandom()),
        new LcpNegotiation(PppRole.Client, new(), new FixedRandom()),
        new IpcpServer(_settings, peerMru: 1500),
        new IpcpClient(requestWins: true, peerMru: 1500),
        new Ipv6cpNegotiation(PppRole.Server, new FixedRandom(), peerMru: 1500),
    ];

    private static void Check(INegotiation negotiation, IReadOnlyList<PppOption> request)
    {
        var verdict = negotiation.Judge(request);
        var isSubset = verdict.Options.All(option => request.Any(asked => IsSame(asked, option)));
        BrokenLawException.ThrowUnless(
            verdict.Code switch
            {
                LcpCode.ConfigureAck => verdict.Options.SequenceEqual(request),
                LcpCode.ConfigureReject => isSubset && verdict.Options.Count > 0,
                _ => verdict.Code is LcpCode.ConfigureNak && verdict.Options.Count is > 0 and <= PppOptionList.MaxCount + 1,
            },
            "An Ack has all that was asked, a Reject some of it, a Nak something.");

        Heed(negotiation, request);
        BrokenLawException.ThrowUnless(
            PppOptionList.TryParse(PppOptionList.ToArray(negotiation.BuildRequest()), out _) && negotiation.PeerMru >= 576,
            "What we ask for can be read, whatever was refused.");
    }

    /// <summary>The same list as the peer's word on our own request.</summary>
    private static void Heed(INegotiation negotiation, IReadOnlyList<PppOption> said)
    {
        negotiation.HandleNak(said);
        negotiation.BuildRequest();
        negotiation.HandleReject(said);
    }

    private static bool IsSame(PppOption one, PppOption other) => one.Type == other.Type && one.Data.Span.SequenceEqual(other.Data.Span);
}
