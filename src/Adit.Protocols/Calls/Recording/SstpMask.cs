using System.Buffers.Binary;
using Adit.Protocols.Sstp;

namespace Adit.Protocols.Calls.Recording;

/// <summary>
/// The control messages of SSTP without the compound MAC. Attributes keep their places and lengths, on which the answer to a message that
/// is wrong depends, and of their values only what is known.
/// </summary>
internal static class SstpMask
{
    private const int TypeAndCount = 4;
    private const int ProtocolLength = 2;
    private const int StatusLength = 8; // the value that was refused, which comes after it, is anything
    private const int RequestLength = 4 + CallConnectAck.NonceLength;
    private const int BindingLength = 4 + (3 * 32);
    private const int BindingWithoutMac = BindingLength - 32;

    /// <summary>What follows the header of a control message.</summary>
    public static byte[] Mask(ReadOnlySpan<byte> body)
    {
        if (body.Length < TypeAndCount)
            return body.ToArray();

        var masked = body.ToArray();
        var rest = masked.AsMemory(TypeAndCount);
        for (var left = BinaryPrimitives.ReadUInt16BigEndian(masked.AsSpan(2)); left > 0; left--)
        {
            if (!SstpAttribute.TryParse(rest, out var attribute, out _))
                break;

            rest.Span[(SstpAttribute.HeaderLength + Kept(attribute.Id, attribute.Value.Length))..attribute.Length].Clear();
            rest = rest[attribute.Length..];
        }

        return masked[..(masked.Length - rest.Length + Math.Min(rest.Length, SstpAttribute.HeaderLength))];
    }

    /// <summary>How much of a value may be kept.</summary>
    private static int Kept(SstpAttributeId id, int length) => (id, length) switch
    {
        (SstpAttributeId.EncapsulatedProtocolId, <= ProtocolLength) => length,
        (SstpAttributeId.CryptoBindingRequest, RequestLength) => RequestLength,
        (SstpAttributeId.CryptoBinding, BindingLength) => BindingWithoutMac,
        (SstpAttributeId.StatusInfo, _) => Math.Min(length, StatusLength),
        _ => 0,
    };
}
