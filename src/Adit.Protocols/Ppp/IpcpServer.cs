using Adit.Protocols.Ip;

namespace Adit.Protocols.Ppp;

/// <summary>
/// IPCP on the side that gives addresses: it always names its own, since some clients invent one otherwise, Naks the client towards what
/// it was granted, and rejects what it cannot supply.
/// </summary>
internal sealed class IpcpServer(Ipv4Settings settings, int peerMru) : IpcpNegotiation(peerMru)
{
    private bool _namesItself = true;

    public override Ipv4Settings Settings => settings;

    public override IReadOnlyList<PppOption> BuildRequest() => _namesItself ? [ToOption(IpcpOptionType.IpAddress, settings.Server)] : [];

    public override OptionVerdict Judge(IReadOnlyList<PppOption> request)
    {
        List<PppOption> naks = [], rejects = [];
        foreach (var option in request)
            Judge(option, naks, rejects);

        if (request.All(option => option.Type != (byte)IpcpOptionType.IpAddress))
            naks.Add(ToOption(IpcpOptionType.IpAddress, settings.Client)); // it is to ask for it (RFC 1661 §5.3)

        return OptionVerdict.Of(request, naks, rejects);
    }

    public override PppFailure? HandleAck() => null;

    /// <summary>Our address is ours: the peer may take it or leave it.</summary>
    public override PppFailure? HandleNak(IReadOnlyList<PppOption> wanted) => null;

    public override PppFailure? HandleReject(IReadOnlyList<PppOption> refused)
    {
        _namesItself &= refused.All(option => option.Type != (byte)IpcpOptionType.IpAddress);
        return null;
    }

    private void Judge(PppOption option, List<PppOption> naks, List<PppOption> rejects)
    {
        var type = (IpcpOptionType)option.Type;
        if (Granted(type) is not { } granted)
            rejects.Add(option);
        else if (!TryReadAddress(option, out var asked) || asked != granted)
            naks.Add(ToOption(type, granted));
    }

    private Ipv4Address? Granted(IpcpOptionType type) => type switch
    {
        IpcpOptionType.IpAddress => settings.Client,
        IpcpOptionType.PrimaryDns => At(settings.Dns, 0),
        IpcpOptionType.SecondaryDns => At(settings.Dns, 1),
        IpcpOptionType.PrimaryNbns => At(settings.Wins, 0),
        IpcpOptionType.SecondaryNbns => At(settings.Wins, 1),
        _ => null,
    };

    private static Ipv4Address? At(IReadOnlyList<Ipv4Address> list, int index) => index < list.Count ? list[index] : null;
}
