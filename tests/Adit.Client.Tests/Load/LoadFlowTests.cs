using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Adit.Certificates.Validation;
using Adit.Client.Load;
using Adit.Protocols;
using Adit.Protocols.Calls;
using Adit.Protocols.Ip;
using Adit.Protocols.Ppp;
using Adit.Protocols.Sstp;
using Adit.Transport;

namespace Adit.Client.Tests.Load;

public sealed class LoadFlowTests : ICallOwner, IPacketReceiver, IAsyncLifetime
{
    private const int Burst = 8;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly LoadTally _tally = new();
    private PlainLink _link = null!;
    private CallDriver _driver = null!;
    private LoadFlow _flow = null!;

    public async ValueTask InitializeAsync()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        await _server.ConnectAsync(listener.LocalEndPoint!);
        (_link, var call) = (new PlainLink(await listener.AcceptAsync(), ReadOnlyMemory<byte>.Empty, new LinkOptions()), NewCall());
        _driver = new CallDriver(_link, call, this, this);
        _flow = new LoadFlow(Options, _tally, _driver, new Ipv4Settings(new Ipv4Address(0x0A53_0001), new Ipv4Address(0x0A53_0002), [], []));
    }

    public async ValueTask DisposeAsync()
    {
        await _link.DisposeAsync();
        _driver.Dispose();
        _server.Dispose();
    }

    [Fact]
    public void The_packets_of_a_burst_leave_together()
    {
        _flow.Send(Burst);

        Assert.Equal((Burst, Burst * Options.PacketLength), _tally.Sent);
    }

    [Fact]
    public void A_burst_behind_one_that_still_waits_for_the_server_is_not_sent()
    {
        BecomeBehind();

        _flow.Send(Burst);

        Assert.Equal((0, 0), _tally.Sent);
    }

    [Fact]
    public void Bursts_go_on_when_the_server_has_read_what_waited()
    {
        BecomeBehind();
        ReadWhatWaits();

        _flow.Send(Burst);

        Assert.Equal(Burst, _tally.Sent.Packets);
    }

    void ICallOwner.Handle(CallDriver driver, CallEvent callEvent, Moment now)
    {
    }

    DropReason IPacketReceiver.Accept(ReadOnlySpan<byte> packet) => DropReason.None;

    void IPacketReceiver.Flush()
    {
    }

    /// <summary>The server reads nothing: what the call says stays behind what fills the socket.</summary>
    private void BecomeBehind()
    {
        var bytes = new byte[64 * 1024];
        do _link.Write(bytes);
        while (_link.TryFlush());
        _driver.Post((call, now) => call.Open(now));
        Assert.True(_driver.IsBehind);
    }

    /// <summary>The driver learns a moment later than we that the last of it has left: who only reads on might wait for ever.</summary>
    private void ReadWhatWaits()
    {
        var buffer = new byte[64 * 1024];
        var started = Stopwatch.StartNew();
        while (_driver.IsBehind)
        {
            Assert.True(started.Elapsed < Limit, "the driver is still behind");
            if (_server.Poll(TimeSpan.FromMilliseconds(10), SelectMode.SelectRead))
                _server.Receive(buffer);
        }
    }

    private static Call NewCall() => new(
        new SstpClientSession(new SstpClientOptions(), CertificateHashes.Of("certificate"u8)),
        new PppSession(PppRole.Client, new PppOptions(), new SystemRandom()),
        new CallOptions());

    private static LoadOptions Options { get; } = new()
    {
        Profile = new ConnectionProfile { Host = "vpn.example", UserName = "anna", Trust = TrustAnchors.System },
        Credentials = [],
        Sessions = 1,
        Traffic = LoadTraffic.Udp,
        PacketLength = 1400,
    };
}
