namespace Adit.Protocols.Ip.Dhcpv6;

/// <summary>Both sides of the exchange that gives a host its name servers and nothing else (RFC 8415 §6.1).</summary>
public static class StatelessDhcpv6
{
    /// <summary>What a client asks for.</summary>
    public static Dhcpv6Message Request(uint transactionId, ReadOnlyMemory<byte> clientId) =>
        new(Dhcpv6MessageType.InformationRequest, transactionId & 0xff_ffff)
        {
            ClientId = clientId,
            Requested = [(ushort)Dhcpv6Option.DnsServers, (ushort)Dhcpv6Option.DomainList, (ushort)Dhcpv6Option.RefreshTime],
        };

    /// <summary>
    /// A server's answer; null where there is to be none (RFC 8415 §16.12, §18.3.6): another message, one for another server, or one that
    /// asks for addresses. What the client did not request is left out.
    /// </summary>
    /// <param name="request">What came.</param>
    /// <param name="settings">The server's identifier and all that it has to say.</param>
    public static Dhcpv6Message? Answer(Dhcpv6Message request, Dhcpv6Message settings)
    {
        if (request.Type is not Dhcpv6MessageType.InformationRequest || request.AsksForAddresses
            || (!request.ServerId.IsEmpty && !request.ServerId.Span.SequenceEqual(settings.ServerId.Span)))
            return null;

        return new Dhcpv6Message(Dhcpv6MessageType.Reply, request.TransactionId)
        {
            ClientId = request.ClientId,
            ServerId = settings.ServerId,
            DnsServers = request.Requested.Contains((ushort)Dhcpv6Option.DnsServers) ? settings.DnsServers : [],
            SearchDomains = request.Requested.Contains((ushort)Dhcpv6Option.DomainList) ? settings.SearchDomains : [],
            RefreshTime = request.Requested.Contains((ushort)Dhcpv6Option.RefreshTime) ? settings.RefreshTime : null,
        };
    }

    /// <summary>Whether a message answers this request (RFC 8415 §16.10).</summary>
    public static bool IsAnswer(Dhcpv6Message message, Dhcpv6Message request) =>
        message.Type is Dhcpv6MessageType.Reply && message.TransactionId == request.TransactionId && !message.ServerId.IsEmpty
        && message.ClientId.Span.SequenceEqual(request.ClientId.Span);
}
