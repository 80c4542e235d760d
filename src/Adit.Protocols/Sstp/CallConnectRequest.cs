using System.Buffers.Binary;

namespace Adit.Protocols.Sstp;

/// <summary>Call Connect Request: the client asks for a call that carries this protocol ([MS-SSTP] §2.2.9).</summary>
/// <param name="ProtocolId">The protocol to be carried, always <see cref="Ppp"/> in what has been parsed.</param>
public readonly record struct CallConnectRequest(ushort ProtocolId) : ISstpMessage
{
    /// <summary>SSTP_ENCAPSULATED_PROTOCOL_PPP ([MS-SSTP] §2.2.5).</summary>
    public const ushort Ppp = 1;

    private const int ValueLength = 2;

    /// <summary>Bytes of the whole message.</summary>
    public int Length => SstpControlMessage.HeaderLength + SstpAttribute.HeaderLength + ValueLength;

    /// <summary>Reads the message; where it cannot be granted, <paramref name="faults"/> is all that the Nak has to say (§3.3.5.2.2).</summary>
    public static bool TryParse(SstpControlMessage message, out CallConnectRequest request, out IReadOnlyList<SstpStatusInfo> faults)
    {
        request = default;
        var found = new List<SstpStatusInfo>();
        faults = found;
        if (message.Type is not SstpMessageType.CallConnectRequest)
            return false;

        var isThere = false;
        foreach (var attribute in message.Attributes)
        {
            var isProtocol = attribute.Id is SstpAttributeId.EncapsulatedProtocolId;
            var status = isProtocol ? StatusOf(attribute, isThere) : attribute.StatusIfUnwanted();
            isThere |= isProtocol;
            if (status is not SstpStatus.NoError && found.Count < CallConnectNak.MaxStatusInfos)
                found.Add(Refusal(attribute, status));
        }

        if (!isThere)
            found.Add(new SstpStatusInfo(SstpAttributeId.StatusInfo, SstpStatus.RequiredAttributeMissing));

        request = new CallConnectRequest(Ppp);
        return found.Count == 0;
    }

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        SstpControlMessage.WriteHeader(destination, SstpMessageType.CallConnectRequest, Length, attributes: 1);
        destination = destination[SstpControlMessage.HeaderLength..];
        SstpAttribute.WriteHeader(destination, SstpAttributeId.EncapsulatedProtocolId, SstpAttribute.HeaderLength + ValueLength);
        BinaryPrimitives.WriteUInt16BigEndian(destination[SstpAttribute.HeaderLength..], ProtocolId);
    }

    private static SstpStatus StatusOf(SstpAttribute attribute, bool isSecond)
    {
        var status = attribute.StatusIfWanted(ValueLength, isSecond);
        return status is SstpStatus.NoError && BinaryPrimitives.ReadUInt16BigEndian(attribute.Value.Span) != Ppp
            ? SstpStatus.ValueNotSupported
            : status;
    }

    private static SstpStatusInfo Refusal(SstpAttribute attribute, SstpStatus status) =>
        new(attribute.Id, status, attribute.Value[..Math.Min(attribute.Value.Length, SstpStatusInfo.MaxValueLength)]);
}
