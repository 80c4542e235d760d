using System.Net.Sockets;
using System.Threading.Channels;
using Adit.Linux.Tls;
using Adit.Protocols;
using Adit.Protocols.Calls;
using Adit.Protocols.Ppp;
using Adit.Protocols.Sstp;
using Adit.Transport;

namespace Adit.Interop.Relay;

/// <summary>A call to the gateway that has EAP alone, and asks whoever reads <see cref="Packets"/> what to say.</summary>
internal sealed class PppSide : ICallOwner, IPacketReceiver, IAsyncDisposable
{
    private const int HttpsPort = 443;
    private const int MaxAnswer = 8 * 1024;

    private readonly Channel<ReadOnlyMemory<byte>> _packets = Channel.CreateUnbounded<ReadOnlyMemory<byte>>();
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CallDriver _driver;
    private readonly Task _running;

    private PppSide(TlsLink link, ReadOnlyMemory<byte> early)
    {
        var certificate = CertificateHashes.Of(link.Agreement.PeerCertificate.Span);
        var random = new SystemRandom();
        var ppp = new PppSession(PppRole.Client, new PppOptions { Methods = [PppMethod.Eap] }, random);
        _driver = new CallDriver(link, new Call(new SstpClientSession(new SstpClientOptions(), certificate), ppp, new CallOptions()), this, this);
        _running = _driver.RunAsync(early);
    }

    /// <summary>The EAP packets of the gateway; at an end with the call, and with its failure.</summary>
    public ChannelReader<ReadOnlyMemory<byte>> Packets => _packets.Reader;

    /// <summary>Whether packets may pass.</summary>
    public Task Opened => _opened.Task;

    public static async Task<PppSide> ConnectAsync(string host, string caFile)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(host, HttpsPort);
        var link = await TlsLink.ConnectAsync(
            socket, TlsContext.ForClient(new TlsSettings { MaxVersion = TlsVersion.Tls13 }), host, new RootVerifier(caFile), new LinkOptions(),
            CancellationToken.None);
        link.Write(SstpHttpRequest.Write(host, Guid.NewGuid()));
        await link.FlushAsync(CancellationToken.None);
        return new PppSide(link, await ReadGreetingAsync(link));
    }

    /// <summary>What to say to the packet that was read last.</summary>
    public void Answer(PppAnswer answer) => _driver.Post((call, at) => call.HandleAnswer(answer, at));

    public void Handle(CallDriver driver, CallEvent callEvent, Moment now)
    {
        switch (callEvent)
        {
            case CallEvent.FromPpp { Event: PppEvent.EapRequestReceived request }:
                _packets.Writer.TryWrite(request.Packet);
                break;
            case CallEvent.StageReached { Stage: CallStage.Open }:
                _opened.TrySetResult();
                break;
            case CallEvent.Closed closed:
                var failure = new InvalidOperationException($"The call ended: {closed.Failure?.Code ?? "as wished"}.");
                _packets.Writer.TryComplete(failure);
                _opened.TrySetException(failure);
                break;
        }
    }

    public DropReason Accept(ReadOnlySpan<byte> packet) => DropReason.None;

    public void Flush()
    {
    }

    public async ValueTask DisposeAsync()
    {
        _driver.Post((call, at) => call.Close(reason: null, at));
        await _running;
        _driver.Dispose();
    }

    private static async Task<ReadOnlyMemory<byte>> ReadGreetingAsync(TlsLink link)
    {
        var buffer = new byte[MaxAnswer];
        for (var filled = 0; ;)
        {
            filled += await link.ReadAsync(buffer.AsMemory(filled), CancellationToken.None);
            var answer = SstpHttpResponse.Parse(buffer.AsSpan(0, filled), MaxAnswer);
            if (answer is SstpHttpResponse.Accepted accepted)
                return buffer.AsMemory(accepted.HeadLength, filled - accepted.HeadLength);
            if (answer is not SstpHttpResponse.NeedMore)
                throw new InvalidOperationException("The gateway does not speak SSTP.");
        }
    }
}
