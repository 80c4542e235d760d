using System.Collections.Concurrent;
using Adit.Protocols.Dhcp;
using Adit.Protocols.Ip;
using Adit.Server.Addresses.Dhcp;

namespace Adit.Server.Tests.Addresses.Dhcp;

/// <summary>The other end of a port: answers each message at once, as a test says.</summary>
internal sealed class ScriptedDhcpServer
{
    public static readonly Ipv4Address Own = new(0x0a4d0002);

    public ScriptedDhcpServer() => Exchanges = new LeaseExchanges(Take);

    public LeaseExchanges Exchanges { get; }

    /// <summary>Everything that was sent.</summary>
    public ConcurrentQueue<DhcpMessage> Received { get; } = [];

    /// <summary>What comes back for a message.</summary>
    public Func<DhcpMessage, IEnumerable<DhcpMessage>> Answers { get; set; } = _ => [];

    /// <summary>Lends these addresses, one after the other, and the last one from then on.</summary>
    public void Lend(uint seconds, params uint[] addresses)
    {
        var offers = new Dictionary<uint, uint>(); // who asks again is offered the same
        Answers = message => message.Type switch
        {
            DhcpMessageType.Discover => [Reply(message, DhcpMessageType.Offer, OfferOf(message.TransactionId), seconds)],
            DhcpMessageType.Request => [Reply(message, DhcpMessageType.Ack, message.Options.FindAddress(DhcpOptionCode.RequestedAddress)!.Value.Value, seconds)],
            _ => [],
        };

        uint OfferOf(uint transaction)
        {
            lock (offers)
            {
                if (!offers.TryGetValue(transaction, out var offer))
                    offers[transaction] = offer = addresses[Math.Min(offers.Count, addresses.Length - 1)];
                return offer;
            }
        }
    }

    public static DhcpMessage Reply(DhcpMessage request, DhcpMessageType type, uint address = 0, uint seconds = 3600) =>
        new(DhcpOp.BootReply, request.TransactionId)
        {
            HardwareAddress = request.HardwareAddress,
            YourAddress = new(address),
            Options = new DhcpOptionSet
            {
                type,
                { DhcpOptionCode.ServerIdentifier, Own },
                { DhcpOptionCode.LeaseTime, seconds },
                { DhcpOptionCode.ClientIdentifier, request.Options.Find(DhcpOptionCode.ClientIdentifier)!.Value },
                { DhcpOptionCode.DomainName, "corp.example" },
            },
        };

    private void Take(DhcpPacket packet)
    {
        Received.Enqueue(packet.Message);
        foreach (var answer in Answers(packet.Message))
            Exchanges.Receive(answer.ToArray());
    }
}
