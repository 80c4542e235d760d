namespace Adit.Transport;

/// <summary>Where the packets of a call go: through the checks of its session into the TUN.</summary>
public interface IPacketReceiver
{
    /// <summary>Takes one IP packet, or says why it was dropped. The span is valid only during the call.</summary>
    DropReason Accept(ReadOnlySpan<byte> packet);

    /// <summary>No further packet is at hand: what was gathered is to be written.</summary>
    void Flush();
}
