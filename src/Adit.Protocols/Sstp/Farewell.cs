namespace Adit.Protocols.Sstp;

/// <summary>What Call Abort and Call Disconnect have in common: one Status Info at most ([MS-SSTP] §2.2.13, §2.2.14).</summary>
internal static class Farewell
{
    public static bool TryParse(SstpControlMessage message, out SstpStatusInfo? status, out SstpFault fault)
    {
        status = null;
        fault = default;
        foreach (var attribute in message.Attributes)
        {
            fault = new SstpFault(attribute.Id, StatusOf(attribute, isSecond: status is not null));
            if (fault.Status is not SstpStatus.NoError || !SstpStatusInfo.TryParse(attribute.Value, out var info))
                return false;

            status = info;
        }

        return true;
    }

    public static void Write(Span<byte> destination, SstpMessageType type, int length, SstpStatusInfo? status)
    {
        SstpControlMessage.WriteHeader(destination, type, length, attributes: status is null ? 0 : 1);
        status?.Write(destination[SstpControlMessage.HeaderLength..]);
    }

    private static SstpStatus StatusOf(SstpAttribute attribute, bool isSecond)
    {
        if (attribute.Id is not SstpAttributeId.StatusInfo)
            return attribute.StatusIfUnwanted();

        return isSecond ? SstpStatus.DuplicateAttribute
            : SstpStatusInfo.TryParse(attribute.Value, out _) ? SstpStatus.NoError
            : SstpStatus.InvalidAttribValueLength;
    }
}
