namespace Adit.Transport;

/// <summary>Says which call a packet from the TUN belongs to.</summary>
public interface ICallTable
{
    /// <summary>The call that has the packet's destination; null where none has. Only the TUN's reader calls it, for each packet.</summary>
    CallDriver? Find(ReadOnlySpan<byte> packet);
}
