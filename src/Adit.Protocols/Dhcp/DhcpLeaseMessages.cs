using Adit.Protocols.Ip;

namespace Adit.Protocols.Dhcp;

/// <summary>The messages of a client (RFC 2131 §4.4, table 5).</summary>
internal sealed class DhcpLeaseMessages(DhcpLeaseOptions options, DhcpClientIdentity identity)
{
    private static readonly byte[] _parameters =
    [
        (byte)DhcpOptionCode.SubnetMask, (byte)DhcpOptionCode.Router, (byte)DhcpOptionCode.DomainNameServer, (byte)DhcpOptionCode.DomainName,
        (byte)DhcpOptionCode.LeaseTime, (byte)DhcpOptionCode.RenewalTime, (byte)DhcpOptionCode.RebindingTime,
        (byte)DhcpOptionCode.ClasslessRoutes,
    ];

    /// <summary>The address to ask for in a Discover; null for any.</summary>
    public Ipv4Address? Wanted { get; set; }

    public DhcpMessage Discover(uint id, TimeSpan elapsed)
    {
        var message = Create(id, DhcpMessageType.Discover, elapsed);
        if (Wanted is { } wanted)
            message.Options.Add(DhcpOptionCode.RequestedAddress, wanted);
        AskForParameters(message);
        return message;
    }

    public DhcpMessage Request(uint id, Ipv4Address address, Ipv4Address server, TimeSpan elapsed)
    {
        var message = Create(id, DhcpMessageType.Request, elapsed);
        message.Options.Add(DhcpOptionCode.RequestedAddress, address);
        message.Options.Add(DhcpOptionCode.ServerIdentifier, server);
        AskForParameters(message);
        return message;
    }

    /// <summary>To the server, or to all of them, and therefore without a server's identifier.</summary>
    public DhcpMessage Renewal(uint id, Ipv4Address address, TimeSpan elapsed)
    {
        var message = Create(id, DhcpMessageType.Request, elapsed);
        if (options.IsForAnother)
            message.Options.Add(DhcpOptionCode.RequestedAddress, address);
        else
            message = message with { ClientAddress = address, IsBroadcast = false };
        AskForParameters(message);
        return message;
    }

    public DhcpMessage Release(uint id, DhcpBinding binding)
    {
        var message = Create(id, DhcpMessageType.Release, TimeSpan.Zero) with { ClientAddress = binding.Address, IsBroadcast = false };
        message.Options.Add(DhcpOptionCode.ServerIdentifier, binding.Server);
        return message;
    }

    public DhcpMessage Decline(uint id, DhcpBinding binding)
    {
        var message = Create(id, DhcpMessageType.Decline, TimeSpan.Zero) with { IsBroadcast = false };
        message.Options.Add(DhcpOptionCode.RequestedAddress, binding.Address);
        message.Options.Add(DhcpOptionCode.ServerIdentifier, binding.Server);
        return message;
    }

    private void AskForParameters(DhcpMessage message)
    {
        if (identity.HostName is { } name)
            message.Options.Add(DhcpOptionCode.HostName, name);
        message.Options.Add(DhcpOptionCode.ParameterRequestList, _parameters);
    }

    private DhcpMessage Create(uint id, DhcpMessageType type, TimeSpan elapsed)
    {
        var message = new DhcpMessage(DhcpOp.BootRequest, id)
        {
            HardwareAddress = identity.HardwareAddress,
            Seconds = (ushort)Math.Min(elapsed.TotalSeconds, ushort.MaxValue),
            IsBroadcast = true,
        };
        message.Options.Add(type);
        message.Options.Add(DhcpOptionCode.ClientIdentifier, identity.ClientIdentifier);
        return message;
    }
}
