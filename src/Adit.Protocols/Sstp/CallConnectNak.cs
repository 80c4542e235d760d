namespace Adit.Protocols.Sstp;

/// <summary>Call Connect Negative Acknowledgment: what the server could not accept, attribute by attribute ([MS-SSTP] §2.2.12).</summary>
/// <param name="StatusInfos">One or more, at most <see cref="MaxStatusInfos"/>.</param>
public readonly record struct CallConnectNak(IReadOnlyList<SstpStatusInfo> StatusInfos) : ISstpMessage
{
    /// <summary>As many of the longest Status Infos as fit one message, so that a Nak always fits.</summary>
    public const int MaxStatusInfos =
        (SstpHeader.MaxPacketLength - SstpControlMessage.HeaderLength) / (SstpAttribute.HeaderLength + 8 + SstpStatusInfo.MaxValueLength);

    /// <summary>Bytes of the whole message.</summary>
    public int Length => SstpControlMessage.HeaderLength + StatusInfos.Sum(info => info.Length);

    /// <summary>Reads the message.</summary>
    public static bool TryParse(SstpControlMessage message, out CallConnectNak nak, out SstpFault fault)
    {
        nak = default;
        fault = new SstpFault(SstpAttributeId.NoError, SstpStatus.UnacceptedFrameReceived);
        if (message.Type is not SstpMessageType.CallConnectNak)
            return false;

        var infos = new List<SstpStatusInfo>();
        foreach (var attribute in message.Attributes)
        {
            fault = new SstpFault(attribute.Id, StatusOf(attribute));
            if (fault.Status is not SstpStatus.NoError || !SstpStatusInfo.TryParse(attribute.Value, out var info))
                return false;

            infos.Add(info);
        }

        fault = new SstpFault(SstpAttributeId.StatusInfo, SstpStatus.RequiredAttributeMissing);
        nak = new CallConnectNak(infos);
        return infos.Count > 0;
    }

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        SstpControlMessage.WriteHeader(destination, SstpMessageType.CallConnectNak, Length, StatusInfos.Count);
        destination = destination[SstpControlMessage.HeaderLength..];
        foreach (var info in StatusInfos)
        {
            info.Write(destination);
            destination = destination[info.Length..];
        }
    }

    private static SstpStatus StatusOf(SstpAttribute attribute)
    {
        if (attribute.Id is not SstpAttributeId.StatusInfo)
            return attribute.StatusIfUnwanted();

        return SstpStatusInfo.TryParse(attribute.Value, out _) ? SstpStatus.NoError : SstpStatus.InvalidAttribValueLength;
    }
}
