using System.Buffers.Binary;
using System.Security.Cryptography.X509Certificates;
using Adit.Protocols;
using Adit.Protocols.Calls;
using Adit.Protocols.Crypto;
using Adit.Protocols.Ppp;
using Adit.Protocols.Sstp;
using Adit.Transport;

namespace Adit.Server.Tests.Support;

/// <summary>
/// A client's call over a raw connection, moved only by its test: honest up to the point that the test wants, through
/// <see cref="Outgoing"/> no longer.
/// </summary>
internal sealed class ScriptedCall : IAsyncDisposable
{
    private readonly Call _call;
    private readonly string _password;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _filled;
    private bool _isBegun;
    private MsChapV2Exchange? _exchange;

    private ScriptedCall(RawClient client, string password, X509Certificate2? seen)
    {
        (Client, _password) = (client, password);
        var certificate = CertificateHashes.Of((seen ?? client.Tls!.RemoteCertificate!).GetRawCertData());
        _call = new Call(
            new SstpClientSession(new SstpClientOptions(), certificate),
            new PppSession(PppRole.Client, new PppOptions(), new SystemRandom()),
            new CallOptions());
    }

    public RawClient Client { get; }

    public CallStage Stage => _call.Stage;

    public Ipv4Settings? Settings { get; private set; }

    public Failure? Failure { get; private set; }

    /// <summary>IP packets that came down the tunnel.</summary>
    public List<byte[]> Packets { get; } = [];

    /// <summary>The Call Connected as it was made.</summary>
    public byte[]? CallConnected { get; private set; }

    /// <summary>What becomes of each message on its way out.</summary>
    public Func<byte[], IEnumerable<byte[]>> Outgoing { get; set; } = message => [message];

    /// <summary>TLS and the HTTP greeting are done; nothing of SSTP has been sent.</summary>
    public static async Task<ScriptedCall> GreetAsync(
        TestServer server, string password = TestServer.Password, int? receiveBuffer = null, byte[]? header = null) =>
        await GreetAsync(await RawClient.ConnectTlsAsync(server, receiveBuffer: receiveBuffer, header: header), password);

    /// <summary>The same over a connection that is there.</summary>
    public static async Task<ScriptedCall> GreetAsync(RawClient client, string password = TestServer.Password, X509Certificate2? seen = null)
    {
        await client.SendAsync(SstpHttpRequest.Write("vpn.example.com", Guid.NewGuid()));
        Assert.StartsWith("HTTP/1.1 200 ", await client.ReadHeadAsync(), StringComparison.Ordinal);
        return new ScriptedCall(client, password, seen);
    }

    /// <summary>A call through which packets pass.</summary>
    public static async Task<ScriptedCall> OpenAsync(TestServer server, int? receiveBuffer = null)
    {
        var call = await GreetAsync(server, receiveBuffer: receiveBuffer);
        await call.ReachAsync(CallStage.Open);
        await Eventually.BecomesTrueAsync("the server has opened it too", () => server.Sessions.Open.Any(session => session.Address == call.Settings!.Client));
        return call;
    }

    public static bool IsConnected(byte[] message) =>
        (message[1] & 1) == 1 && BinaryPrimitives.ReadUInt16BigEndian(message.AsSpan(4)) == (ushort)SstpMessageType.CallConnected;

    /// <summary>Plays the client until it has come this far, or to its end.</summary>
    public Task ReachAsync(CallStage stage) => PlayAsync(() => _call.Stage >= stage);

    public async Task PlayAsync(Func<bool> isEnough)
    {
        if (!_isBegun)
            _call.Open(MonotonicClock.Now);
        _isBegun = true;
        await SettleAsync();
        while (!isEnough() && _call.Stage is not CallStage.Closed)
        {
            await ReceiveAsync();
            await SettleAsync();
        }
    }

    public async Task SendPacketAsync(byte[] packet) => await Client.SendAsync(Wrap(packet));

    /// <summary>The packet as an SSTP message.</summary>
    public byte[] Wrap(byte[] packet)
    {
        var message = new byte[_call.DataHeaderLength + packet.Length];
        packet.CopyTo(message, _call.DataHeaderLength);
        _call.WriteDataHeader(message, packet.Length);
        return message;
    }

    public ValueTask DisposeAsync() => Client.DisposeAsync();

    private async Task ReceiveAsync()
    {
        int read;
        try
        {
            read = await Client.ReadAsync(_buffer.AsMemory(_filled));
        }
        catch (IOException)
        {
            read = 0;
        }

        if (read == 0)
        {
            _call.HandleTransportLost(MonotonicClock.Now);
            return;
        }

        _filled += read;
        Take();
    }

    private void Take()
    {
        var offset = 0;
        while (offset < _filled && _call.TryReceive(_buffer.AsSpan(offset, _filled - offset), MonotonicClock.Now, out var consumed, out var packet))
        {
            offset += consumed;
            if (!packet.IsEmpty)
                Packets.Add(packet.ToArray());
        }

        _buffer.AsSpan(offset, _filled - offset).CopyTo(_buffer);
        _filled -= offset;
    }

    private async Task SettleAsync()
    {
        while (_call.TryTakeEvent(out var callEvent))
            Handle(callEvent);
        while (_call.TryTransmit(out var message))
        {
            if (IsConnected(message.ToArray()))
                CallConnected = message.ToArray();
            foreach (var changed in Outgoing(message.ToArray()))
                await SendAsync(changed);
        }
    }

    /// <summary>Where the server has gone, the next read tells of it.</summary>
    private async Task SendAsync(byte[] message)
    {
        try
        {
            await Client.SendAsync(message);
        }
        catch (IOException)
        {
            return;
        }
    }

    private void Handle(CallEvent callEvent)
    {
        switch (callEvent)
        {
            case CallEvent.FromPpp { Event: PppEvent.ChallengeReceived challenge }:
                Respond(challenge);
                break;
            case CallEvent.FromPpp { Event: PppEvent.AuthenticatorResponseReceived }:
                var keys = MsChapV2.DeriveKeys(MsChapV2.NtPasswordHash(_password), _exchange!.NtResponse.Span);
                _call.HandleAnswer(new PppAnswer.AuthenticatorChecked(IsRight: true, keys), MonotonicClock.Now);
                break;
            case CallEvent.FromPpp { Event: PppEvent.NetworkOpened opened }:
                Settings = opened.Settings;
                break;
            case CallEvent.Closed closed:
                Failure = closed.Failure;
                break;
        }
    }

    private void Respond(PppEvent.ChallengeReceived challenge)
    {
        var peerChallenge = new byte[MsChapV2.ChallengeLength];
        var response = new byte[MsChapV2.NtResponseLength];
        MsChapV2.NtResponse(challenge.Challenge.Span, peerChallenge, TestServer.User, MsChapV2.NtPasswordHash(_password), response);
        _exchange = new MsChapV2Exchange(challenge.Identifier, TestServer.User, challenge.Challenge, peerChallenge, response);
        _call.HandleAnswer(new PppAnswer.Responded(TestServer.User, peerChallenge, response), MonotonicClock.Now);
    }
}
