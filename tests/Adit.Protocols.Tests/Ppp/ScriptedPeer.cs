using Adit.Protocols.Crypto;
using Adit.Protocols.Ppp;

namespace Adit.Protocols.Tests.Ppp;

/// <summary>The other side, played by hand: says exactly what a test writes and keeps what it hears.</summary>
internal sealed class ScriptedPeer
{
    public const int Lcp = 0xc021;
    public const int Chap = 0xc223;
    public const int Pap = 0xc023;
    public const int EapProtocol = 0xc227;
    public const int Ipcp = 0x8021;

    private readonly PppEnd _end;

    public ScriptedPeer(PppRole role, PppOptions? options = null, PppEnd? end = null)
    {
        _end = end ?? new PppEnd(role, options ?? new PppOptions(), seed: 1);
        Session.Open(Now);
        Drain();
    }

    public PppSession Session => _end.Session;

    public List<PppEvent> Events => _end.Events;

    public Failure? Failure => _end.Closed?.Failure;

    public Moment Now { get; private set; }

    /// <summary>What it heard and no test has looked at yet.</summary>
    public Queue<Heard> Heard { get; } = [];

    /// <summary>A server whose LCP is open: both Configure-Requests went through.</summary>
    public static ScriptedPeer WithOpenServer(PppOptions? options = null, PppEnd? end = null, string request = "010405DC")
    {
        var peer = new ScriptedPeer(PppRole.Server, options, end);
        peer.Say(Lcp, 1, 1, request);
        peer.AckTheirs(Lcp);
        peer.Expect(Lcp, 2);
        return peer;
    }

    /// <summary>A server that has let User in and asks for IPCP.</summary>
    public static ScriptedPeer WithServerInNetwork(PppOptions? options = null, PppEnd? end = null, string request = "010405DC")
    {
        var peer = WithOpenServer(options, end, request);
        peer.Respond(peer.Expect(Chap, 1), "User", "clientPass");
        peer.Expect(Chap, 3);
        return peer;
    }

    public void Say(int protocol, int code, int id, string data = "")
    {
        var bytes = Convert.FromHexString(data);
        byte[] frame = [0xff, 0x03, (byte)(protocol >> 8), (byte)protocol, (byte)code, (byte)id, 0, (byte)(bytes.Length + 4), .. bytes];
        frame[6] = (byte)((bytes.Length + 4) >> 8);
        Say(frame);
    }

    public bool Say(byte[] frame)
    {
        var isPacket = Session.TryReceive(frame, Now, out _);
        Drain();
        return isPacket;
    }

    public void AckTheirs(int protocol)
    {
        var theirs = Expect(protocol, 1);
        Say(protocol, 2, theirs.Id, theirs.Data);
    }

    /// <summary>The next thing heard, which must be this.</summary>
    public Heard Expect(int protocol, int code)
    {
        Assert.True(Heard.TryDequeue(out var heard), $"Nothing was said; expected {protocol:x4} code {code}.");
        Assert.Equal((protocol, code), (heard.Protocol, heard.Code));
        return heard;
    }

    public void ExpectSilence() => Assert.Empty(Heard);

    public void Respond(Heard challenge, string userName, string password) =>
        Respond(challenge.Id, Convert.FromHexString(challenge.Data)[1..17], userName, password);

    public void Respond(int id, byte[] challenge, string userName, string password)
    {
        var peerChallenge = new byte[16];
        var response = new byte[24];
        MsChapV2.NtResponse(challenge, peerChallenge, userName, MsChapV2.NtPasswordHash(password), response);
        byte[] data = [49, .. peerChallenge, .. new byte[8], .. response, 0, .. System.Text.Encoding.UTF8.GetBytes(userName)];
        Say(Chap, 2, id, Convert.ToHexString(data));
    }

    public void Wait(TimeSpan time)
    {
        Now += time;
        Session.HandleTimeout(Now);
        Drain();
    }

    public void WaitForDeadline()
    {
        Now = Session.NextDeadline ?? throw new InvalidOperationException("Nothing will happen any more.");
        Session.HandleTimeout(Now);
        Drain();
    }

    public void Answer(PppAnswer answer)
    {
        Session.HandleAnswer(answer, Now);
        Drain();
    }

    public void Close()
    {
        Session.Close(null, Now);
        Drain();
    }

    private void Drain() => _end.Drain(Now, frame => Heard.Enqueue(Ppp.Heard.Read(frame.Span)));
}

/// <summary>A control frame as it was heard, its data in hexadecimal.</summary>
internal sealed record Heard(int Protocol, int Code, int Id, string Data)
{
    public static Heard Read(ReadOnlySpan<byte> frame)
    {
        Assert.Equal(0xff03, (frame[0] << 8) | frame[1]);
        Assert.Equal(frame.Length - 4, (frame[6] << 8) | frame[7]);
        return new Heard((frame[2] << 8) | frame[3], frame[4], frame[5], Convert.ToHexString(frame[8..]));
    }
}
