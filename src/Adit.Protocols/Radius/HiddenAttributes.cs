using System.Buffers.Binary;
using Adit.Protocols.Crypto;

namespace Adit.Protocols.Radius;

/// <summary>
/// Turns the attributes of our messages, whose secrets are in clear, into those of packets on the network, and back: User-Password is
/// masked, the MPPE keys are salted and masked, and what is for our own records stays here. All else goes through as it is.
/// </summary>
/// <param name="secret">Of the peer.</param>
/// <param name="requestAuthenticator">16 bytes: those of the request, even for a reply.</param>
/// <param name="length">What all attributes together probably have, in bytes.</param>
internal sealed class HiddenAttributes(RadiusSecret secret, ReadOnlyMemory<byte> requestAuthenticator, int length = RadiusAttributeWriter.Usual)
{
    private const int VendorHeader = 4;

    // RFC 3575 §2.1: what is for an implementation's own use ends here.
    private const RadiusAttributeType LastOfOurs = (RadiusAttributeType)240;

    private const int Extra = 64; // a salt, and what a mask fills up

    private readonly RadiusAttributeWriter _writer = new(length + Extra);
    private byte[]? _salt;

    /// <summary>The attributes as the network gets them; null where a password or a key is too long for it.</summary>
    /// <param name="attributes">Those of a message of ours.</param>
    /// <param name="random">For the salts.</param>
    public ReadOnlyMemory<byte>? TryHide(List<RawAttributes.Attribute> attributes, IRandomSource random)
    {
        foreach (var attribute in attributes)
            if (!TryHide(attribute, random))
                return null;
        return _writer.Written;
    }

    /// <summary>The attributes as we read them; null where one does not have the form that a hidden one has.</summary>
    public ReadOnlyMemory<byte>? TryReveal(List<RawAttributes.Attribute> attributes)
    {
        foreach (var attribute in attributes)
            if (!TryReveal(attribute))
                return null;
        return _writer.Written;
    }

    /// <summary>What is for our own records neither leaves for the network nor comes from it.</summary>
    private static bool IsOurs(RawAttributes.Attribute attribute) => attribute.Type is >= RadiusAttributeType.Reason and <= LastOfOurs;

    private static bool IsKey(RawAttributes.Attribute attribute) =>
        (MicrosoftAttributeType)attribute.Type is MicrosoftAttributeType.MppeSendKey or MicrosoftAttributeType.MppeRecvKey;

    private static bool IsChapKeys(RawAttributes.Attribute attribute) => (MicrosoftAttributeType)attribute.Type is MicrosoftAttributeType.ChapMppeKeys;

    private static bool IsSecret(RawAttributes.Attribute attribute) => IsKey(attribute) || IsChapKeys(attribute);

    /// <summary>What vendor 311 has put into one attribute; null for others' and for what cannot be taken apart.</summary>
    private static List<RawAttributes.Attribute>? MicrosoftParts(ReadOnlyMemory<byte> value) =>
        value.Length > VendorHeader && BinaryPrimitives.ReadUInt32BigEndian(value.Span) == RadiusAttributes.Microsoft
            ? RawAttributes.TryRead(value[VendorHeader..])
            : null;

    private bool TryHide(RawAttributes.Attribute attribute, IRandomSource random)
    {
        if (attribute.Type is RadiusAttributeType.UserPassword)
            return TryHidePassword(attribute.Value.Span);
        if (attribute.Type is RadiusAttributeType.VendorSpecific && MicrosoftParts(attribute.Value) is { } parts && parts.Exists(IsSecret))
            return parts.TrueForAll(part => TryHidePart(part, random));

        if (!IsOurs(attribute) && attribute.Type is not RadiusAttributeType.MessageAuthenticator)
            _writer.Add(attribute.Type, attribute.Value.Span);
        return true;
    }

    private bool TryHidePassword(ReadOnlySpan<byte> password)
    {
        if (password.Length > HiddenPassword.MaxLength)
            return false;

        _writer.Add(RadiusAttributeType.UserPassword, HiddenPassword.Hide(password, requestAuthenticator.Span, secret));
        return true;
    }

    private bool TryHidePart(RawAttributes.Attribute part, IRandomSource random)
    {
        if (IsSecret(part) && part.Value.Length is 0 or > SaltedKey.MaxLength)
            return false;

        var value = IsKey(part) ? SaltedKey.Hide(part.Value.Span, NextSalt(random), requestAuthenticator.Span, secret)
            : IsChapKeys(part) ? HiddenPassword.Hide(part.Value.Span, requestAuthenticator.Span, secret)
            : part.Value.Span;
        _writer.Add((MicrosoftAttributeType)part.Type, value);
        return true;
    }

    /// <summary>RFC 2868 §3.5: the highest bit is set, and no two in a packet are alike.</summary>
    private byte[] NextSalt(IRandomSource random)
    {
        if (_salt is null)
            random.Fill(_salt = new byte[SaltedKey.SaltLength]);
        BinaryPrimitives.WriteUInt16BigEndian(_salt, (ushort)((BinaryPrimitives.ReadUInt16BigEndian(_salt) + 1) | 0x8000));
        return _salt;
    }

    private bool TryReveal(RawAttributes.Attribute attribute)
    {
        if (attribute.Type is RadiusAttributeType.UserPassword)
            return TryRevealPassword(attribute.Value.Span);
        if (attribute.Type is RadiusAttributeType.VendorSpecific && MicrosoftParts(attribute.Value) is { } parts && parts.Exists(IsSecret))
            return parts.TrueForAll(TryRevealPart);

        if (!IsOurs(attribute))
            _writer.Add(attribute.Type, attribute.Value.Span);
        return true;
    }

    private bool TryRevealPassword(ReadOnlySpan<byte> hidden)
    {
        if (!HiddenPassword.TryReveal(hidden, requestAuthenticator.Span, secret, out var password))
            return false;

        _writer.Add(RadiusAttributeType.UserPassword, password);
        return true;
    }

    private bool TryRevealPart(RawAttributes.Attribute part)
    {
        var value = part.Value.ToArray();
        if (IsKey(part) && !SaltedKey.TryReveal(part.Value.Span, requestAuthenticator.Span, secret, out value))
            return false;
        if (IsChapKeys(part) && !TryRevealChapKeys(part.Value.Span, out value))
            return false;

        _writer.Add((MicrosoftAttributeType)part.Type, value);
        return true;
    }

    /// <summary>Masked as a password is, but of a length that is known: zeros at its end are its own (RFC 2548 §2.4.1).</summary>
    private bool TryRevealChapKeys(ReadOnlySpan<byte> hidden, out byte[] keys)
    {
        var isRevealed = HiddenPassword.TryReveal(hidden, requestAuthenticator.Span, secret, out keys);
        Array.Resize(ref keys, MsChapV1.KeysLength);
        return isRevealed;
    }
}
