namespace Adit.Protocols.Ip;

/// <summary>Takes packets as a TUN device with IFF_VNET_HDR wants them.</summary>
public interface IPacketSink
{
    /// <summary>Takes one packet, led by its <see cref="VirtioNetHeader"/>. The bytes are the caller's again on return.</summary>
    void Write(ReadOnlySpan<byte> packetWithVirtioHeader);
}
