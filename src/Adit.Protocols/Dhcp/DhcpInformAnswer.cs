using Adit.Protocols.Ip;

namespace Adit.Protocols.Dhcp;

/// <summary>
/// What a server tells a client that has its address from elsewhere (RFC 2131 §4.3.5): which networks lie behind it, and how names are
/// looked up there.
/// </summary>
public sealed record DhcpInformAnswer
{
    /// <summary>The server's address inside the tunnel: its identifier, and the router of every route.</summary>
    public required Ipv4Address Server { get; init; }

    /// <summary>The networks behind the server; empty for none to tell.</summary>
    public IReadOnlyList<Ipv4Network> Routes { get; init; } = [];

    /// <summary>The name servers; empty for none to tell.</summary>
    public IReadOnlyList<Ipv4Address> NameServers { get; init; } = [];

    /// <summary>The domain to look names up in; null for none to tell.</summary>
    public string? Domain { get; init; }

    /// <summary>The longest message that can be sent, in bytes.</summary>
    public int MaxLength { get; init; } = 1372;

    /// <summary>
    /// Answers an Inform with what it asked for, or with everything where it asked for nothing in particular. An option that does not fit
    /// is left out whole: half a list of routes would be worse than none. Microsoft's option 249 comes after 121, which says the same.
    /// </summary>
    /// <param name="inform">A message of type Inform.</param>
    /// <param name="leftOut">Whether there was no room for the routes.</param>
    public DhcpMessage To(DhcpMessage inform, out bool leftOut)
    {
        var options = new DhcpOptionSet { DhcpMessageType.Ack, { DhcpOptionCode.ServerIdentifier, Server } };
        var reply = new DhcpMessage(DhcpOp.BootReply, inform.TransactionId)
        {
            HardwareType = inform.HardwareType,
            HardwareAddress = inform.HardwareAddress,
            ClientAddress = inform.ClientAddress,
            Options = options,
        };
        if (inform.Options.Find(DhcpOptionCode.ClientIdentifier) is { } identifier)
            TryAdd(options, DhcpOptionCode.ClientIdentifier, identifier); // RFC 6842 §3

        leftOut = false;
        foreach (var (code, value) in Everything())
            leftOut |= IsWanted(inform, code) && !TryAdd(options, code, value) && code is DhcpOptionCode.ClasslessRoutes;
        return reply;
    }

    private static bool IsWanted(DhcpMessage inform, DhcpOptionCode code) =>
        inform.Options.Find(DhcpOptionCode.ParameterRequestList) is not { } wanted || wanted.Span.Contains((byte)code);

    /// <summary>What matters more comes first.</summary>
    private IEnumerable<(DhcpOptionCode Code, ReadOnlyMemory<byte> Value)> Everything()
    {
        var known = new DhcpOptionSet { { DhcpOptionCode.SubnetMask, new Ipv4Address(uint.MaxValue) } };
        var routes = ClasslessRoute.ToArray([.. Routes.Select(network => new ClasslessRoute(network, Server))]);
        if (Routes.Count > 0)
            known.Add(DhcpOptionCode.ClasslessRoutes, routes);
        if (NameServers.Count > 0)
            known.Add(DhcpOptionCode.DomainNameServer, NameServers);
        if (Domain is { } domain)
            known.Add(DhcpOptionCode.DomainName, domain);
        if (Routes.Count > 0)
            known.Add(DhcpOptionCode.MicrosoftClasslessRoutes, routes);
        return known.Select(option => (option.Code, option.Value));
    }

    private bool TryAdd(DhcpOptionSet options, DhcpOptionCode code, ReadOnlyMemory<byte> value)
    {
        if (DhcpMessage.HeaderLength + options.Length + new DhcpOption(code, value).Length + 1 > MaxLength)
            return false;

        options.Add(code, value);
        return true;
    }
}
