namespace Adit.Protocols.Dhcp;

/// <summary>Who asks for a lease.</summary>
/// <param name="HardwareAddress">The interface's hardware address (chaddr), at most 16 bytes.</param>
/// <param name="ClientIdentifier">
/// Option 61, type byte included, at least 2 bytes (RFC 2132 §9.14): what tells apart the leases that one interface holds for many.
/// </param>
/// <param name="HostName">Option 12, for the server's list of leases; null for none.</param>
public sealed record DhcpClientIdentity(ReadOnlyMemory<byte> HardwareAddress, ReadOnlyMemory<byte> ClientIdentifier, string? HostName = null)
{
    /// <summary>
    /// Whether a message is for us. A server of today repeats the identifier (RFC 6842); an older one leaves it out, and then the hardware
    /// address has to do.
    /// </summary>
    internal bool IsMeantBy(DhcpMessage message) =>
        message.HardwareAddress.Span.SequenceEqual(HardwareAddress.Span)
        && (message.Options.Find(DhcpOptionCode.ClientIdentifier) is not { } identifier || identifier.Span.SequenceEqual(ClientIdentifier.Span));
}
