using System.Security.Cryptography;
using System.Text;
using Adit.Protocols.Crypto.Tls;

namespace Adit.Protocols.Tests.Eap;

/// <summary>A tunnel that is open, for what happens inside of it: its keys depend on label and context, and nothing is encrypted.</summary>
internal sealed class OpenTunnel(int version = 0x0303, byte[]? remembered = null) : ITlsConversation
{
    public TlsConversationState State => TlsConversationState.Open;

    public int Version => version;

    public bool IsResumed => remembered is not null;

    public IReadOnlyList<ReadOnlyMemory<byte>> PeerChain => [];

    public TlsAlert? SentAlert => null;

    public TlsAlert? ReceivedAlert => null;

    public ReadOnlyMemory<byte> Remembered => remembered;

    /// <summary>What was left for those who resume it.</summary>
    public byte[]? Note { get; private set; }

    public void Receive(ReadOnlySpan<byte> records) => throw new NotSupportedException();

    public byte[] TakeRecords() => throw new NotSupportedException();

    public byte[] TakeData() => throw new NotSupportedException();

    public void Send(ReadOnlySpan<byte> data) => throw new NotSupportedException();

    public void Close() => throw new NotSupportedException();

    public void ExportKeyingMaterial(string label, ReadOnlyMemory<byte>? context, Span<byte> output) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.ASCII.GetBytes(label), output, context.GetValueOrDefault().Span, default);

    public void Remember(ReadOnlySpan<byte> note) => Note = note.ToArray();

    public void Dispose()
    {
    }
}
