using System.Buffers.Binary;
using System.Collections.Concurrent;
using Adit.Protocols.Dhcp;

namespace Adit.Server.Addresses.Dhcp;

/// <summary>
/// All leases of one interface share its port: what comes in belongs to the one that asked with this number (xid), and what nobody asked
/// for is dropped unread. A lease has one number at a time, so there are at most as many as leases. Any thread may call.
/// </summary>
internal sealed class LeaseExchanges(Action<DhcpPacket> send)
{
    private const int IdOffset = 4;

    private readonly ConcurrentDictionary<uint, HeldLease> _byId = [];
    private readonly ConcurrentDictionary<HeldLease, uint> _ids = [];

    /// <summary>How many wait for an answer, or may renew.</summary>
    public int Count => _byId.Count;

    /// <summary>Sends a message.</summary>
    public void Send(DhcpPacket packet) => send(packet);

    /// <summary>Knows the answer to a message of this lease, from before it is sent until <see cref="Forget"/>.</summary>
    public void Expect(HeldLease lease, DhcpMessage message)
    {
        if (message.Type is not (DhcpMessageType.Discover or DhcpMessageType.Request))
            return;

        var id = message.TransactionId;
        if (_ids.TryGetValue(lease, out var former) && former != id)
            _byId.TryRemove(KeyValuePair.Create(former, lease));
        _byId[id] = lease;
        _ids[lease] = id;
    }

    /// <summary>Takes a datagram from anyone.</summary>
    public void Receive(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length >= DhcpMessage.HeaderLength
            && _byId.TryGetValue(BinaryPrimitives.ReadUInt32BigEndian(datagram[IdOffset..]), out var lease)
            && DhcpMessage.TryParse(datagram, out var message))
            lease.Receive(message);
    }

    public void Forget(HeldLease lease)
    {
        if (_ids.TryRemove(lease, out var id))
            _byId.TryRemove(KeyValuePair.Create(id, lease));
    }
}
