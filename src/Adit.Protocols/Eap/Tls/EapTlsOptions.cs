using System.ComponentModel.DataAnnotations;

namespace Adit.Protocols.Eap.Tls;

/// <summary>Sizes and bounds of EAP methods that lead a TLS conversation.</summary>
public sealed record EapTlsOptions
{
    /// <summary>
    /// The longest EAP packet that we send, in bytes. 1344 is what is advised where packets are wrapped several times on their way: with
    /// RADIUS, UDP and IP around it, it still passes tunnels. A gateway that says Framed-MTU may lower it.
    /// </summary>
    [Range(MinPacketLength, 4096)]
    public int PacketLength { get; init; } = 1344;

    /// <summary>The longest message of the peer's that is put together from fragments, in bytes: a chain of certificates, and room.</summary>
    [Range(4096, 1024 * 1024)]
    public int MaxMessageLength { get; init; } = 64 * 1024;

    /// <summary>The same for a gateway that says how long a packet may be (RFC 3579 §2.4); null where it does not. It only lowers.</summary>
    public EapTlsOptions Within(uint? framedMtu) =>
        framedMtu is { } mtu && mtu < PacketLength ? this with { PacketLength = Math.Max((int)mtu, MinPacketLength) } : this;

    /// <summary>The shortest that <see cref="PacketLength"/> may be.</summary>
    public const int MinPacketLength = 100;
}
