using Adit.Protocols.Crypto;
using Adit.Protocols.Sstp;

namespace Adit.Fuzz.Targets;

/// <summary>The compound MAC: only the message that was signed is right, and only with the keys it was signed with.</summary>
internal sealed class CryptoBindingTarget : IFuzzTarget
{
    private static readonly byte[] _sha1 = CryptoBinding.Sign(SstpHashProtocol.Sha1, Packets.Nonce, Packets.Certificate, Packets.Keys);

    public string Name => "sstp-crypto-binding";

    public IEnumerable<byte[]> Seeds => [Packets.Connected, _sha1];

    public byte[] Repair(byte[] input)
    {
        var message = new byte[CallConnected.MessageLength];
        input.AsSpan(0, Math.Min(input.Length, message.Length)).CopyTo(message);
        message[CallConnected.HashProtocolOffset] = (byte)(1 + (message[CallConnected.HashProtocolOffset] & 1));
        return message;
    }

    public bool Run(ReadOnlyMemory<byte> input)
    {
        var isRight = CryptoBinding.Verify(new CryptoBindingCheck(input, Packets.Keys));
        var isSigned = input.Span.SequenceEqual(Packets.Connected)
            || (input.Length == _sha1.Length && input.Span[..100].SequenceEqual(_sha1.AsSpan(0, 100))); // twelve bytes of padding follow
        BrokenLawException.ThrowUnless(isRight == isSigned, "Exactly what was signed is right.");
        BrokenLawException.ThrowUnless(
            !CryptoBinding.Verify(new CryptoBindingCheck(input, Packets.OtherKeys))
            && !CryptoBinding.Verify(new CryptoBindingCheck(input, SessionKeys.NotGenerated)),
            "Nothing is right with other keys.");
        return input.Length == CallConnected.MessageLength
            && CryptoBinding.MacLength((SstpHashProtocol)input.Span[CallConnected.HashProtocolOffset]) is not null;
    }
}
