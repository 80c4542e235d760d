using System.Buffers.Binary;
using Adit.Protocols.Ip;

namespace Adit.Protocols.Dhcp;

/// <summary>
/// A client that has its address from elsewhere and asks for the rest (RFC 2131 §4.4.3): a few tries, the first answer counts, and
/// silence is an answer, too.
/// </summary>
public sealed class DhcpInform
{
    /// <summary>How often it asks.</summary>
    public const int MaxTries = 4;

    private static readonly byte[] _wanted =
    [
        (byte)DhcpOptionCode.SubnetMask, (byte)DhcpOptionCode.DomainName, (byte)DhcpOptionCode.DomainNameServer,
        (byte)DhcpOptionCode.ClasslessRoutes, (byte)DhcpOptionCode.MicrosoftClasslessRoutes,
    ];

    private readonly DhcpMessage _inform;
    private readonly TimeSpan _firstWait;
    private int _tries;
    private bool _isToBeSent;

    /// <summary>Asks at once, and waits for the answer twice as long each time.</summary>
    /// <param name="address">The address that we have in the tunnel.</param>
    /// <param name="firstWait">How long the first try waits.</param>
    /// <param name="random">Makes the transaction's number.</param>
    /// <param name="now">The time.</param>
    public DhcpInform(Ipv4Address address, TimeSpan firstWait, IRandomSource random, Moment now)
    {
        Span<byte> id = stackalloc byte[sizeof(uint)];
        random.Fill(id);
        (_inform, _firstWait) = (Create(address, BinaryPrimitives.ReadUInt32BigEndian(id)), firstWait);
        Ask(now);
    }

    /// <summary>When it wants <see cref="HandleTimeout"/>; null once it is over.</summary>
    public Moment? NextDeadline { get; private set; }

    /// <summary>What the server said; null before it has, and where it never does.</summary>
    public DhcpOptionSet? Answer { get; private set; }

    /// <summary>Takes what came to <see cref="DhcpMessage.ClientPort"/>; true where it was the answer.</summary>
    public bool HandleMessage(DhcpMessage message)
    {
        if (NextDeadline is null || message is not { Op: DhcpOp.BootReply, Type: DhcpMessageType.Ack } || message.TransactionId != _inform.TransactionId)
            return false;

        (Answer, NextDeadline, _isToBeSent) = (message.Options, null, false);
        return true;
    }

    /// <summary>The time of <see cref="NextDeadline"/> has come; too early does no harm.</summary>
    public void HandleTimeout(Moment now)
    {
        if (NextDeadline is not { } deadline || deadline > now)
            return;

        if (_tries == MaxTries)
            NextDeadline = null;
        else
            Ask(now);
    }

    /// <summary>The message to send, to everyone, from <see cref="DhcpMessage.ClientPort"/>.</summary>
    public bool TryTransmit(out DhcpMessage message)
    {
        message = _inform;
        (var isToBeSent, _isToBeSent) = (_isToBeSent, false);
        return isToBeSent;
    }

    private void Ask(Moment now) => (_isToBeSent, NextDeadline) = (true, now + (_firstWait * (1 << _tries++)));

    private static DhcpMessage Create(Ipv4Address address, uint id)
    {
        var hardware = new byte[] { 0x02, 0xad, 0, 0, 0, 0 }; // PPP has none, and there are servers that want one
        address.Write(hardware.AsSpan(2));
        return new DhcpMessage(DhcpOp.BootRequest, id)
        {
            HardwareAddress = hardware,
            ClientAddress = address,
            Options = new DhcpOptionSet
            {
                DhcpMessageType.Inform,
                { DhcpOptionCode.UserClass, UserClass.WriteRaw(UserClass.RemoteAccess) },
                { DhcpOptionCode.ParameterRequestList, _wanted },
            },
        };
    }
}
