namespace Adit.Protocols.Crypto.Tls;

/// <summary>
/// One TLS conversation without a wire, as EAP methods lead it: records in, records out. After each input, take out everything. No input
/// of a peer makes it throw. One thread at a time.
/// </summary>
public interface ITlsConversation : IDisposable
{
    /// <summary>How far it is.</summary>
    TlsConversationState State { get; }

    /// <summary>The version agreed on, as on the wire: 0x0303 for TLS 1.2, 0x0304 for 1.3; 0 before.</summary>
    int Version { get; }

    /// <summary>Whether an earlier session was resumed; then nobody showed a certificate now.</summary>
    bool IsResumed { get; }

    /// <summary>The peer's certificates in DER, its own first; of the earlier conversation where that was resumed; empty for none.</summary>
    IReadOnlyList<ReadOnlyMemory<byte>> PeerChain { get; }

    /// <summary>The fatal alert that this side sent; null for none.</summary>
    TlsAlert? SentAlert { get; }

    /// <summary>The fatal alert that the peer sent; null for none.</summary>
    TlsAlert? ReceivedAlert { get; }

    /// <summary>Takes in what the peer sent and goes as far as that leads. For the client, an empty input begins.</summary>
    /// <param name="records">Any number of TLS records, cut anywhere.</param>
    void Receive(ReadOnlySpan<byte> records);

    /// <summary>Takes out the records that wait for the peer; empty for none.</summary>
    byte[] TakeRecords();

    /// <summary>Takes out the data that the peer has sent; empty for none.</summary>
    byte[] TakeData();

    /// <summary>Encrypts data for the peer; only while open.</summary>
    void Send(ReadOnlySpan<byte> data);

    /// <summary>Says goodbye: a close_notify waits to be transmitted.</summary>
    void Close();

    /// <summary>Derives keys (RFC 5705 §4, RFC 8446 §7.5); only while open.</summary>
    /// <param name="label">In ASCII.</param>
    /// <param name="context">Null for none, which in TLS 1.2 differs from an empty one.</param>
    /// <param name="output">Filled.</param>
    void ExportKeyingMaterial(string label, ReadOnlyMemory<byte>? context, Span<byte> output);

    /// <summary>
    /// Lets later conversations resume this session, and keeps something of our own with it, which they find again. Only while open. A
    /// session for which this was not said, in this conversation, is not resumed once the conversation is disposed of.
    /// </summary>
    /// <param name="note">At most 256 bytes.</param>
    void Remember(ReadOnlySpan<byte> note);

    /// <summary>What an earlier conversation left with the session that this one resumed; empty for none.</summary>
    ReadOnlyMemory<byte> Remembered { get; }
}
