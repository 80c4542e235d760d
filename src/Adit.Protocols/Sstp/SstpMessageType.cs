namespace Adit.Protocols.Sstp;

/// <summary>The types of control messages ([MS-SSTP] §2.2.2).</summary>
public enum SstpMessageType
{
    /// <summary>No message.</summary>
    None = 0,

    /// <summary>SSTP_MSG_CALL_CONNECT_REQUEST, client to server.</summary>
    CallConnectRequest = 1,

    /// <summary>SSTP_MSG_CALL_CONNECT_ACK, server to client.</summary>
    CallConnectAck = 2,

    /// <summary>SSTP_MSG_CALL_CONNECT_NAK, server to client.</summary>
    CallConnectNak = 3,

    /// <summary>SSTP_MSG_CALL_CONNECTED, client to server.</summary>
    CallConnected = 4,

    /// <summary>SSTP_MSG_CALL_ABORT, either way.</summary>
    CallAbort = 5,

    /// <summary>SSTP_MSG_CALL_DISCONNECT, either way.</summary>
    CallDisconnect = 6,

    /// <summary>SSTP_MSG_CALL_DISCONNECT_ACK, either way.</summary>
    CallDisconnectAck = 7,

    /// <summary>SSTP_MSG_ECHO_REQUEST, either way.</summary>
    EchoRequest = 8,

    /// <summary>SSTP_MSG_ECHO_RESPONSE, either way.</summary>
    EchoResponse = 9,
}
