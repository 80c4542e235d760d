using Adit.Protocols.Crypto;
using Adit.Protocols.Crypto.Tls;
using Adit.Protocols.Eap.Peap;

namespace Adit.Protocols.Eap.Peers;

/// <summary>
/// The end of PEAP at the side that is asked: the server's result counts only where it fits what happened inside, and where it binds, as we
/// then do ([MS-PEAP] 3.2.5.3, 3.2.5.4).
/// </summary>
/// <param name="rule">Whether the server must bind.</param>
/// <param name="random">For our nonce.</param>
internal sealed class PeapPeerEnding(PeapBindingRule rule, IRandomSource random)
{
    /// <summary>Whether the result was said.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The session's keys, once both sides have said success.</summary>
    public SessionKeys? Keys { get; private set; }

    /// <summary>Why we said failure; null where we did not.</summary>
    public Failure? Failure { get; private set; }

    /// <summary>What to answer to the server's TLVs; null where they are none.</summary>
    public byte[]? Answer(ReadOnlyMemory<byte> data, ITlsConversation tls, EapPeerConversation inner)
    {
        if (!PeapExtensions.TryParse(data, out var said))
            return null;

        IsOver = true;
        if (said.Result is not PeapResult.Success)
            return Refuse(inner.Known ?? new EapPeerFailure.Refused(inner.Method));

        var material = EapTunnelKeys.KeyMaterial(tls, EapType.Peap);
        return KeysOf(tls, inner, material) is { } keys ? Answer(said, keys, material) : Refuse(new EapPeerFailure.MethodNotUnderstood(EapType.Peap));
    }

    /// <summary>Success without a method inside is only for who was inside before.</summary>
    private static PeapKeys? KeysOf(ITlsConversation tls, EapPeerConversation inner, byte[] material) => inner switch
    {
        { Proven: { } made } => PeapKeys.Derive(material, made),
        { Method: EapType.None } when EapTunnelNote.TryFind(tls, out var identity) && identity == inner.Identity => PeapKeys.DeriveResumed(material),
        _ => null,
    };

    private byte[] Answer(PeapExtensions said, PeapKeys keys, byte[] material)
    {
        if (said.Binding is { } binding && !binding.Verify(isResponse: false, keys.CompoundMacKey.Span))
            return Refuse(new EapPeerFailure.BindingWrong());
        if (said.Binding is null && rule is PeapBindingRule.Required)
            return Refuse(new EapPeerFailure.BindingMissing());
        if (said.Binding is null)
        {
            Keys = EapTunnelKeys.Split(material);
            return new PeapExtensions(PeapResult.Success, Binding: null).ToBytes();
        }

        var nonce = new byte[PeapCryptoBinding.NonceLength];
        random.Fill(nonce);
        Keys = keys.ToSessionKeys();
        return new PeapExtensions(PeapResult.Success, PeapCryptoBinding.Sign(isResponse: true, nonce, keys.CompoundMacKey.Span)).ToBytes();
    }

    private byte[] Refuse(Failure reason)
    {
        Failure = reason;
        return new PeapExtensions(PeapResult.Failure, Binding: null).ToBytes();
    }
}
