namespace Adit.Protocols.Calls.Recording;

/// <summary>
/// Notes what was drawn for a call: magic numbers, interface identifiers and the nonce, which a peer sends back and which are no secret.
/// Of anything else, such as challenges, zeros are noted.
/// </summary>
public sealed class RecordedRandom(IRandomSource inner, CallRecorder recorder) : IRandomSource
{
    /// <inheritdoc/>
    public void Fill(Span<byte> destination)
    {
        inner.Fill(destination);
        recorder.Drawn(destination.Length is sizeof(uint) or sizeof(ulong) or Sstp.CallConnectAck.NonceLength
            ? destination
            : new byte[destination.Length]);
    }
}
