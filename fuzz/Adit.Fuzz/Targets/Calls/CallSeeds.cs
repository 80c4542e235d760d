using Adit.Fuzz.Targets.Ppp;
using Adit.Protocols.Ppp;

namespace Adit.Fuzz.Targets.Calls;

/// <summary>Calls that go as they should, and some that nearly do, as scripts; those of PPP alone leave out the tunnel.</summary>
internal static class CallSeeds
{
    /// <summary>Everything that can be allowed is.</summary>
    public static PppOptions Options { get; } = new() { Ipv6 = true, Methods = [PppMethod.MsChapV2, PppMethod.ChapMd5, PppMethod.Pap, PppMethod.Eap] };

    private const byte ConnectRequest = CallScript.Message;
    private const byte ConnectAck = CallScript.Message + 1;
    private const byte Connected = CallScript.Message + 3;
    private const byte Disconnect = CallScript.Message + 5;
    private const byte DisconnectAck = CallScript.Message + 6;
    private const byte TunnelEcho = CallScript.Message + 7;

    private static readonly byte[] _linkOfServer = [PppPeer.LcpRequest, PppPeer.LcpAck];
    private static readonly byte[] _linkOfClient = [PppPeer.LcpRequestWithChap, PppPeer.LcpAck];

    private static readonly byte[] _loginOfServer = [.. _linkOfServer, PppPeer.ChapResponse, CallScript.RightAnswer];
    private static readonly byte[] _loginOfClient =
        [.. _linkOfClient, PppPeer.ChapChallenge, CallScript.RightAnswer, PppPeer.ChapSuccess, CallScript.RightAnswer];

    private static readonly byte[] _networkOfServer =
        [.. _loginOfServer, CallScript.RightAnswer, PppPeer.IpcpRequest, PppPeer.IpcpRequestRight, PppPeer.IpcpAck];

    private static readonly byte[] _networkOfClient = [.. _loginOfClient, PppPeer.IpcpRequestRight, PppPeer.IpcpNak, PppPeer.IpcpAck];

    private static readonly byte[] _ipv6 = [PppPeer.Ipv6cpRequest, PppPeer.Ipv6cpNak, PppPeer.Ipv6cpAck];

    public static IReadOnlyList<byte[]> PppServer { get; } =
    [
        [.. _networkOfServer, PppPeer.Packet, PppPeer.ShortPacket, PppPeer.EchoRequest, CallScript.Jump, PppPeer.EchoReply,
            PppPeer.LcpTerminate],
        [.. _linkOfServer, PppPeer.Identification, PppPeer.ChapResponse, CallScript.WrongAnswer, PppPeer.ChapResponse,
            CallScript.RightAnswer],
        [.. _linkOfServer, PppPeer.ChapResponse, CallScript.WrongAnswer, PppPeer.LcpTerminate, CallScript.Lose],
        [PppPeer.LcpNak, 25, .. _linkOfServer, PppPeer.LcpRequest, .. _loginOfServer, CallScript.WrongAnswer, CallScript.Jump],
        [CallScript.Jump, PppPeer.LcpRequest, .. _networkOfServer, PppPeer.IpcpTerminate, CallScript.Jump, CallScript.Close],
        [.. _networkOfServer, .. _ipv6, PppPeer.Ipv6Packet, PppPeer.Ipv6cpRequest, CallScript.Jump],
        [PppPeer.LcpRequest, PppPeer.NakForPap, PppPeer.LcpAck, PppPeer.PapRequest, CallScript.RightAnswer, CallScript.RightAnswer,
            PppPeer.PapRequest, PppPeer.IpcpRequestRight, PppPeer.IpcpAck, PppPeer.Packet],
        [PppPeer.LcpRequest, PppPeer.NakForMd5, PppPeer.LcpAck, PppPeer.Md5Response, CallScript.RightAnswer, CallScript.RightAnswer,
            PppPeer.Md5Response, PppPeer.IpcpRequestRight, PppPeer.IpcpAck],
        [PppPeer.LcpRequest, PppPeer.NakForPap, PppPeer.LcpAck, PppPeer.PapRequest, CallScript.WrongAnswer, PppPeer.LcpTerminateAck],
        [.. _loginOfServer, PppPeer.Ipv6cpRequest, CallScript.RightAnswer, 27, .. _ipv6, PppPeer.Ipv6Packet, 39, CallScript.Jump],
    ];

    public static IReadOnlyList<byte[]> PppClient { get; } =
    [
        [.. _networkOfClient, PppPeer.Packet, PppPeer.ShortPacket, PppPeer.EchoRequest, CallScript.Jump, PppPeer.EchoReply,
            PppPeer.LcpTerminate],
        [.. _linkOfClient, PppPeer.ChapChallenge, CallScript.RightAnswer, PppPeer.ChapFailure, CallScript.Lose],
        [.. _linkOfClient, PppPeer.ChapChallenge, CallScript.RightAnswer, PppPeer.ChapSuccess, CallScript.WrongAnswer,
            PppPeer.LcpTerminateAck],
        [24, .. _linkOfClient, PppPeer.LcpRequestWithChap, CallScript.Jump, CallScript.Jump],
        [.. _networkOfClient, PppPeer.ChapChallenge, CallScript.RightAnswer, CallScript.Pass, 60, CallScript.Close,
            PppPeer.LcpTerminateAck],
        [.. _networkOfClient, .. _ipv6, PppPeer.Ipv6Packet, 38, PppPeer.Ipv6Packet],
        [24, PppPeer.LcpAck, CallScript.RightAnswer, PppPeer.PapAck, PppPeer.IpcpRequestRight, PppPeer.IpcpNak, PppPeer.IpcpAck],
        [24, PppPeer.LcpAck, CallScript.RightAnswer, CallScript.Jump, PppPeer.PapNak, PppPeer.LcpTerminateAck],
        [PppPeer.LcpRequestWithMd5, PppPeer.LcpAck, PppPeer.ChapChallenge, CallScript.RightAnswer, PppPeer.ChapSuccess,
            PppPeer.IpcpRequestRight, PppPeer.IpcpNak, PppPeer.IpcpAck],
    ];

    public static IReadOnlyList<byte[]> Server { get; } =
    [
        [ConnectRequest, .. _networkOfServer, Connected, CallScript.RightAnswer, PppPeer.Packet, CallScript.Limit, 30, 10, CallScript.Jump],
        [CallScript.Cut, ConnectRequest, .. _loginOfServer, Connected, CallScript.RightAnswer, CallScript.RightAnswer, PppPeer.Packet,
            TunnelEcho],
        [ConnectRequest, .. _linkOfServer, PppPeer.ChapResponse, CallScript.WrongAnswer + 1, PppPeer.LcpTerminate, CallScript.Lose],
        [ConnectRequest, .. _networkOfServer, Connected, CallScript.RightAnswer, PppPeer.LcpTerminate, Disconnect, CallScript.Jump],
        [ConnectRequest, .. _networkOfServer, PppPeer.Packet, PppPeer.Packet, Connected, CallScript.WrongAnswer, CallScript.Jump],
        [ConnectRequest, .. PppServer[0], CallScript.StopReading, PppPeer.EchoRequest, PppPeer.EchoRequest, CallScript.ReadOn,
            CallScript.Close],
        [ConnectRequest, .. _loginOfServer, CallScript.RightAnswer, 27, .. _ipv6, Connected, CallScript.RightAnswer, PppPeer.Ipv6Packet],
    ];

    public static IReadOnlyList<byte[]> Client { get; } =
    [
        [ConnectAck, .. _networkOfClient, PppPeer.Packet, TunnelEcho, CallScript.Jump, CallScript.Close, PppPeer.LcpTerminateAck,
            DisconnectAck],
        [CallScript.Cut + 1, ConnectAck, .. PppClient[0], Disconnect, CallScript.Jump],
        [ConnectAck, .. PppClient[1]],
        [ConnectAck, .. PppClient[2], CallScript.Lose],
        [ConnectAck, .. _networkOfClient, CallScript.Message + 4, CallScript.Jump],
    ];
}
