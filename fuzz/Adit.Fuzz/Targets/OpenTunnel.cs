using Adit.Protocols.Crypto.Tls;

namespace Adit.Fuzz.Targets;

/// <summary>A tunnel that is open, for what happens inside of it: its keys are always the same, and nothing is encrypted.</summary>
internal sealed class OpenTunnel : ITlsConversation
{
    public const byte KeyFill = 9;

    public TlsConversationState State => TlsConversationState.Open;

    public int Version => 0x0303;

    public bool IsResumed => false;

    public IReadOnlyList<ReadOnlyMemory<byte>> PeerChain => [];

    public TlsAlert? SentAlert => null;

    public TlsAlert? ReceivedAlert => null;

    public ReadOnlyMemory<byte> Remembered => default;

    public void Receive(ReadOnlySpan<byte> records)
    {
    }

    public byte[] TakeRecords() => [];

    public byte[] TakeData() => [];

    public void Send(ReadOnlySpan<byte> data)
    {
    }

    public void Close()
    {
    }

    public void ExportKeyingMaterial(string label, ReadOnlyMemory<byte>? context, Span<byte> output) => output.Fill(KeyFill);

    public void Remember(ReadOnlySpan<byte> note) => BrokenLawException.ThrowUnless(note.Length is > 1 and <= 256, "A note fits.");

    public void Dispose()
    {
    }
}
