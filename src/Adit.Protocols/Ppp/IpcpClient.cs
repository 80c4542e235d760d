using Adit.Protocols.Ip;

namespace Adit.Protocols.Ppp;

/// <summary>IPCP on the side that asks for addresses: it asks with 0.0.0.0 and takes what the server's Naks name.</summary>
internal sealed class IpcpClient : IpcpNegotiation
{
    private static readonly IpcpOptionType[] s_withWins =
    [
        IpcpOptionType.IpAddress, IpcpOptionType.PrimaryDns, IpcpOptionType.PrimaryNbns,
        IpcpOptionType.SecondaryDns, IpcpOptionType.SecondaryNbns,
    ];

    private static readonly IpcpOptionType[] s_withoutWins =
        [IpcpOptionType.IpAddress, IpcpOptionType.PrimaryDns, IpcpOptionType.SecondaryDns];

    private readonly List<(IpcpOptionType Type, Ipv4Address Address)> _wishes;
    private Ipv4Address _server;

    public IpcpClient(bool requestWins, int peerMru) : base(peerMru) =>
        _wishes = [.. (requestWins ? s_withWins : s_withoutWins).Select(type => (type, Ipv4Address.Any))];

    public override Ipv4Settings Settings => new(
        _server,
        Wished(IpcpOptionType.IpAddress).FirstOrDefault(),
        [.. Wished(IpcpOptionType.PrimaryDns), .. Wished(IpcpOptionType.SecondaryDns)],
        [.. Wished(IpcpOptionType.PrimaryNbns), .. Wished(IpcpOptionType.SecondaryNbns)]);

    public override IReadOnlyList<PppOption> BuildRequest() => [.. _wishes.Select(wish => ToOption(wish.Type, wish.Address))];

    public override OptionVerdict Judge(IReadOnlyList<PppOption> request)
    {
        var server = Ipv4Address.Any;
        List<PppOption> rejects = [];
        foreach (var option in request)
        {
            if (option.Type == (byte)IpcpOptionType.IpAddress && TryReadAddress(option, out var address) && address != Ipv4Address.Any)
                server = address;
            else
                rejects.Add(option);
        }

        if (rejects.Count == 0)
            _server = server;

        return OptionVerdict.Of(request, naks: [], rejects);
    }

    public override PppFailure? HandleAck() => Wished(IpcpOptionType.IpAddress).Any() ? null : new PppFailure.NoAddressGiven();

    public override PppFailure? HandleNak(IReadOnlyList<PppOption> wanted)
    {
        foreach (var option in wanted)
        {
            var index = _wishes.FindIndex(wish => (byte)wish.Type == option.Type);
            if (index >= 0 && TryReadAddress(option, out var address))
                _wishes[index] = (_wishes[index].Type, address);
        }

        return null;
    }

    public override PppFailure? HandleReject(IReadOnlyList<PppOption> refused)
    {
        _wishes.RemoveAll(wish => refused.Any(option => option.Type == (byte)wish.Type));
        return _wishes.Exists(wish => wish.Type is IpcpOptionType.IpAddress) ? null : new PppFailure.NoAddressGiven();
    }

    private IEnumerable<Ipv4Address> Wished(IpcpOptionType type) =>
        _wishes.Where(wish => wish.Type == type && wish.Address != Ipv4Address.Any).Select(wish => wish.Address);
}
