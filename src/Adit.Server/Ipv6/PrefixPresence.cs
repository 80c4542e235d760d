using Adit.Linux;
using Adit.Linux.Firewall;
using Adit.Linux.Netlink;
using Adit.Protocols.Ip;
using Adit.Server.Addresses;
using Adit.Server.Network;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Ipv6;

/// <summary>
/// Makes packets for sessions' prefixes come to this machine and go into the TUN where the pool lies inside a network of this machine:
/// each prefix gets a route while a session has it, and the addresses that the session uses are answered for in that network (proxy
/// neighbour discovery, RFC 4861 §7.2.8). Any thread may call. Disposing ends the answers.
/// </summary>
internal sealed class PrefixPresence : IPrefixPresence, IDisposable
{
    private readonly NetworkLinks _links = new();
    private readonly NetworkNeighbours _neighbours = new();
    private readonly Sysctl _sysctl = new();
    private readonly string _tunnels;
    private readonly NetworkLink _link;
    private readonly bool _answers;
    private readonly ConflictProbe _probe;
    private readonly ILogger _logger;

    /// <summary>Throws <see cref="LinuxException"/> where the kernel refuses.</summary>
    /// <param name="tunnels">The TUN's name.</param>
    /// <param name="network">The network that the pool lies in.</param>
    /// <param name="answers">Whether to answer there.</param>
    /// <param name="clock">For the wait for other hosts' answers.</param>
    /// <param name="logger">Is told of addresses that others use.</param>
    public PrefixPresence(string tunnels, LocalNetwork6 network, bool answers, TimeProvider clock, ILogger logger)
    {
        (_tunnels, _link, _answers, _logger) = (tunnels, network.Link, answers, logger);
        _probe = new ConflictProbe(_neighbours, clock);
        if (answers)
            _sysctl.Set($"net/ipv6/conf/{_link.Name}/proxy_ndp", "1");
    }

    /// <summary>Ends the answers for a pool that a killed process has left behind.</summary>
    public void ForgetLeftovers(Ipv6Prefix pool)
    {
        foreach (var address in _neighbours.ListProxies6(_link.Index).Where(address => address.ToIpv6() is { } own && pool.Contains(own)))
            _neighbours.RemoveProxy(_link.Index, address);
    }

    public void Appear(Ipv6Prefix prefix) => _links.AddRoute(RouteTo(prefix));

    public void Disappear(Ipv6Prefix prefix) => Try(prefix, () => _links.RemoveRoute(RouteTo(prefix)));

    public async Task<bool> MayAnswerAsync(Ipv6Address address, CancellationToken cancellationToken)
    {
        if (!_answers || !await _probe.IsUsedAsync(_link.Index, address.ToIPAddress(), cancellationToken))
            return _answers;

        var used = new AddressFailure.UsedByAnother(address.ToString(), _link.Name);
        AddressLog.NotAnswered(_logger, used.Code, used.Address, used.Interface);
        return false;
    }

    public void Answer(Ipv6Address address) => _neighbours.AddProxy(_link.Index, address.ToIPAddress());

    public void Forget(Ipv6Address address) => Try(address, () => _neighbours.RemoveProxy(_link.Index, address.ToIPAddress()));

    public void LogRefusal(Ipv6Address address, LinuxException refusal) => AddressLog.NotBrought(_logger, address.ToString(), refusal.Message);

    /// <inheritdoc/>
    public void Dispose()
    {
        _sysctl.Dispose();
        _neighbours.Dispose();
        _links.Dispose();
    }

    private NetworkRoute RouteTo(Ipv6Prefix prefix) => new(prefix.ToIPNetwork(), Device: _tunnels);

    private void Try(object what, Action undo)
    {
        try
        {
            undo();
        }
        catch (LinuxException e)
        {
            AddressLog.NotRemoved(_logger, $"{what}", e.Message);
        }
    }
}
