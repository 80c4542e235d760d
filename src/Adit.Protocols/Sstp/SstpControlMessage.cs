using System.Buffers.Binary;

namespace Adit.Protocols.Sstp;

/// <summary>A control message taken apart into its attributes ([MS-SSTP] §2.2.2), which the types of the messages then read.</summary>
public sealed class SstpControlMessage
{
    /// <summary>Bytes of the packet's header, the message type and the number of attributes.</summary>
    public const int HeaderLength = SstpHeader.Length + 4;

    private readonly List<SstpAttribute> _attributes = [];

    private SstpControlMessage(ReadOnlyMemory<byte> bytes, SstpMessageType type) => (Bytes, Type) = (bytes, type);

    /// <summary>The whole message as received.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Its type, as sent, which need not be a known one.</summary>
    public SstpMessageType Type { get; }

    /// <summary>Its attributes in their order, unknown ones and duplicates included.</summary>
    public IReadOnlyList<SstpAttribute> Attributes => _attributes;

    /// <summary>The type of the control message at the front; false where that is too short to have one.</summary>
    public static bool TryReadType(ReadOnlySpan<byte> packet, out SstpMessageType type)
    {
        var isThere = packet.Length >= HeaderLength;
        type = isThere ? (SstpMessageType)BinaryPrimitives.ReadUInt16BigEndian(packet[SstpHeader.Length..]) : SstpMessageType.None;
        return isThere;
    }

    /// <summary>Takes apart the control message at the front; attributes must fill it exactly.</summary>
    public static bool TryParse(
        ReadOnlyMemory<byte> packet, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out SstpControlMessage? message, out SstpFault fault)
    {
        message = null;
        fault = new SstpFault(SstpAttributeId.NoError, SstpStatus.InvalidFrameReceived);
        if (!SstpHeader.TryParse(packet.Span, out var header) || !header.IsControl || header.PacketLength > packet.Length
            || !TryReadType(packet.Span[..header.PacketLength], out var type))
            return false;

        var parsed = new SstpControlMessage(packet[..header.PacketLength], type);
        if (!parsed.TryReadAttributes(ref fault))
            return false;

        message = parsed;
        return true;
    }

    /// <summary>
    /// The value of the attribute that this message is all about, and nothing but it: at most a Status Info without an error may
    /// stand beside it.
    /// </summary>
    internal bool TryGetSole(SstpAttributeId id, int valueLength, out ReadOnlyMemory<byte> value, out SstpFault fault)
    {
        value = default;
        fault = new SstpFault(id, SstpStatus.RequiredAttributeMissing);
        var isFound = false;
        foreach (var attribute in _attributes)
        {
            var isWanted = attribute.Id == id;
            var status = isWanted ? attribute.StatusIfWanted(valueLength, isSecond: isFound) : attribute.StatusIfUnwanted();
            if (status is not SstpStatus.NoError)
            {
                fault = new SstpFault(attribute.Id, status);
                return false;
            }

            if (isWanted)
                (value, isFound) = (attribute.Value, true);
        }

        return isFound;
    }

    /// <summary>Writes the eight bytes that every control message begins with.</summary>
    internal static void WriteHeader(Span<byte> destination, SstpMessageType type, int length, int attributes)
    {
        new SstpHeader(IsControl: true, length).Write(destination);
        BinaryPrimitives.WriteUInt16BigEndian(destination[SstpHeader.Length..], (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(destination[(SstpHeader.Length + 2)..], (ushort)attributes);
    }

    private bool TryReadAttributes(ref SstpFault fault)
    {
        var rest = Bytes[HeaderLength..];
        for (var left = BinaryPrimitives.ReadUInt16BigEndian(Bytes.Span[(SstpHeader.Length + 2)..]); left > 0; left--)
        {
            if (!SstpAttribute.TryParse(rest, out var attribute, out fault))
                return false;

            _attributes.Add(attribute);
            rest = rest[attribute.Length..];
        }

        fault = new SstpFault(SstpAttributeId.NoError, SstpStatus.InvalidFrameReceived);
        return rest.IsEmpty;
    }
}
