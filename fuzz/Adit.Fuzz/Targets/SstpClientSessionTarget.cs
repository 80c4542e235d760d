using Adit.Protocols.Sstp;

namespace Adit.Fuzz.Targets;

/// <summary>The client's state machine under scripts of a hostile server.</summary>
internal sealed class SstpClientSessionTarget : SessionTarget
{
    public override string Name => "sstp-client-session";

    public override IEnumerable<byte[]> Seeds =>
    [
        [SessionScript.ConnectAck, SessionScript.Data, SessionScript.RightKeys, SessionScript.EchoRequest, SessionScript.Data,
            SessionScript.EmptyData, SessionScript.Jump, SessionScript.EchoResponse, SessionScript.Disconnect],
        [SessionScript.Cut, SessionScript.ConnectAck, SessionScript.NoKeys, SessionScript.Abort, SessionScript.Jump],
        [SessionScript.ConnectAck, SessionScript.Pass, 30, SessionScript.Close, SessionScript.Disconnect],
        [SessionScript.ConnectAck, SessionScript.Data, SessionScript.Noise, 4, 0x10, 0, 0, 3],
        [SessionScript.Data, SessionScript.ConnectAck, SessionScript.ConnectNak, SessionScript.Abort],
    ];

    protected override SstpSession Create() => new SstpClientSession(new(), Packets.Certificate);

    protected override bool AsksAboutBinding => false;
}
