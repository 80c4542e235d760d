using Microsoft.Extensions.Logging;

namespace Adit.Server.Addresses;

/// <summary>Log lines about addresses; ids 1500 to 1599.</summary>
internal static partial class AddressLog
{
    [LoggerMessage(EventId = 1501, Level = LogLevel.Warning,
        Message = "{Code}: {Address} is used by another host on {Interface}; it is left alone for {Memory}")]
    public static partial void UsedByAnother(ILogger logger, string code, string address, string @interface, TimeSpan memory);

    [LoggerMessage(EventId = 1502, Level = LogLevel.Warning, Message = "{Address} could not be taken from the network: {Reason}")]
    public static partial void NotRemoved(ILogger logger, string address, string reason);

    [LoggerMessage(EventId = 1503, Level = LogLevel.Warning,
        Message = "{Code}: {Address} is used by another host on {Interface}, and by a session; it is not answered for")]
    public static partial void NotAnswered(ILogger logger, string code, string address, string @interface);

    [LoggerMessage(EventId = 1504, Level = LogLevel.Warning, Message = "{Address} could not be brought into the network: {Reason}")]
    public static partial void NotBrought(ILogger logger, string address, string reason);
}
