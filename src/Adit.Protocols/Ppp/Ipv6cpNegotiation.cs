namespace Adit.Protocols.Ppp;

/// <summary>
/// IPV6CP (RFC 5072), the same for both sides: each names an interface identifier of its own, and the two must differ. Addresses come
/// later, by Router Advertisements.
/// </summary>
internal sealed class Ipv6cpNegotiation(PppRole role, IRandomSource random, int peerMru) : INetworkNegotiation
{
    private ulong _ours = InterfaceIdentifier.New(random, other: 0);
    private ulong _theirs;

    public PppProtocol Protocol => PppProtocol.Ipv6cp;

    public int PeerMru => peerMru;

    public PppEvent Opened => new PppEvent.Ipv6Opened(
        role is PppRole.Server ? new Ipv6Settings(_ours, _theirs) : new Ipv6Settings(_theirs, _ours));

    public IReadOnlyList<PppOption> BuildRequest() => [InterfaceIdentifier.ToOption(_ours)];

    public OptionVerdict Judge(IReadOnlyList<PppOption> request)
    {
        var theirs = 0ul;
        List<PppOption> naks = [], rejects = [];
        foreach (var option in request)
        {
            if (option.Type != (byte)Ipv6cpOptionType.InterfaceIdentifier)
                rejects.Add(option);
            else if (!InterfaceIdentifier.TryRead(option, out theirs) || !MayBeTheirs(theirs))
                naks.Add(Suggestion());
        }

        if (theirs == 0 && naks.Count == 0)
            naks.Add(Suggestion()); // it is to name one (RFC 1661 §5.3)

        var verdict = OptionVerdict.Of(request, naks, rejects);
        _theirs = verdict.IsAck ? theirs : _theirs;
        return verdict;
    }

    public PppFailure? HandleAck() => null;

    /// <summary>The peer's wish is taken where it is possible, so that two ends that drew the same number part ways.</summary>
    public PppFailure? HandleNak(IReadOnlyList<PppOption> wanted)
    {
        foreach (var option in wanted)
        {
            if (InterfaceIdentifier.TryRead(option, out var identifier))
                _ours = identifier != 0 && identifier != _theirs ? identifier : InterfaceIdentifier.New(random, other: _theirs);
        }

        return null;
    }

    /// <summary>Without an identifier there is no link-local address.</summary>
    public PppFailure? HandleReject(IReadOnlyList<PppOption> refused) =>
        refused.Any(option => option.Type == (byte)Ipv6cpOptionType.InterfaceIdentifier) ? new PppFailure.NetworkRejected() : null;

    public PppFailure NotAnswered(int requests) => new PppFailure.NetworkNotAnswered(requests);

    public PppFailure NotConverging(int refusals) => new PppFailure.NetworkNotConverging(refusals);

    private bool MayBeTheirs(ulong identifier) => identifier != 0 && identifier != _ours;

    private PppOption Suggestion() => InterfaceIdentifier.ToOption(InterfaceIdentifier.New(random, other: _ours));
}
