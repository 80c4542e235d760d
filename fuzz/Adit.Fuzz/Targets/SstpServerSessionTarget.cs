using Adit.Protocols.Sstp;

namespace Adit.Fuzz.Targets;

/// <summary>The server's state machine under scripts of a hostile client.</summary>
internal sealed class SstpServerSessionTarget : SessionTarget
{
    public override string Name => "sstp-server-session";

    public override IEnumerable<byte[]> Seeds =>
    [
        [SessionScript.ConnectRequest, SessionScript.Data, SessionScript.RightKeys, SessionScript.Connected, SessionScript.RightAnswer,
            SessionScript.EchoRequest, SessionScript.Data, SessionScript.EmptyData, SessionScript.Jump, SessionScript.Disconnect],
        [SessionScript.Cut, SessionScript.ConnectRequest, SessionScript.Connected, SessionScript.RightKeys, SessionScript.RightAnswer,
            SessionScript.Jump, SessionScript.EchoResponse, SessionScript.Jump, SessionScript.Close, SessionScript.DisconnectAck],
        [SessionScript.ConnectRequest, SessionScript.WrongKeys, SessionScript.Connected, SessionScript.WrongAnswer, SessionScript.Abort],
        [SessionScript.ConnectRequest, SessionScript.Spoilt | SessionScript.Connected, 20, 1, SessionScript.Jump],
        [SessionScript.Spoilt, 13, 3, SessionScript.ConnectRequest, SessionScript.Pass, 30, SessionScript.NoKeys, SessionScript.Close],
    ];

    protected override SstpSession Create() => new SstpServerSession(new(), Packets.Certificate, new FixedRandom());

    protected override bool AsksAboutBinding => true;
}
