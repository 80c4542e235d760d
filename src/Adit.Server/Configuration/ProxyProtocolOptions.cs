namespace Adit.Server.Configuration;

/// <summary>Who speaks the PROXY protocol (version 2) to us.</summary>
public sealed record ProxyProtocolOptions
{
    /// <summary>Balancers that begin every connection with a header, which must be there. From anybody else none is taken.</summary>
    public AddressPrefixes From { get; init; } = AddressPrefixes.None;
}
