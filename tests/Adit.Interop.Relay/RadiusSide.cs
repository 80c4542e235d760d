using System.Net;
using System.Net.Sockets;
using System.Text;
using Adit.Protocols.Radius;
using Adit.Transport;

namespace Adit.Interop.Relay;

/// <summary>The RADIUS server that eapol_test asks: one conversation, one request at a time.</summary>
internal sealed class RadiusSide : IDisposable
{
    public const string Secret = "between-the-two";

    private static readonly byte[] State = [1];

    private readonly RadiusSecret _secret = new(Encoding.ASCII.GetBytes(Secret));
    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private (ReceivedRequest Request, IPEndPoint From)? _asked;

    public int Port => ((IPEndPoint)_socket.Client.LocalEndPoint!).Port;

    /// <summary>The next EAP packet of the peer. What it sends again is answered already, or about to be.</summary>
    public async Task<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var datagram = await _socket.ReceiveAsync(cancellationToken);
            var fault = ReceivedRequest.TryReceive(datagram.Buffer, _secret, needsMessageAuthenticator: true, out var request);
            if (request is null)
                throw new InvalidOperationException($"eapol_test sent what is no request: {fault}.");
            if (_asked is { } last && last.Request.Authenticator.Span.SequenceEqual(request.Authenticator.Span))
                continue;
            if (!AccessRequest.TryParseForeign(request.Message, new AccessClient("eapol_test", "127.0.0.1", Vendor: null), out var asked) || asked.Credentials is not AccessCredentials.Eap eap)
                throw new InvalidOperationException("eapol_test asked without EAP.");

            _asked = (request, datagram.RemoteEndPoint);
            return eap.Packet;
        }
    }

    public Task ContinueAsync(ReadOnlyMemory<byte> packet) => AnswerAsync(new AccessReply.Challenge(packet, State));

    public Task AcceptAsync(ReadOnlyMemory<byte> packet) =>
        AnswerAsync(new AccessReply.Accept("anybody", 0, null, Protocols.Crypto.SessionKeys.NotGenerated) { EapPacket = packet });

    public Task RejectAsync(ReadOnlyMemory<byte> packet) =>
        AnswerAsync(new AccessReply.Reject(AccessReason.WrongCredentials, 0, 691, MayRetry: false) { EapPacket = packet });

    public void Dispose() => _socket.Dispose();

    private async Task AnswerAsync(AccessReply reply)
    {
        var (request, from) = _asked ?? throw new InvalidOperationException("Nothing was asked.");
        var packet = request.TryAnswer(reply.ToBytes(), new SystemRandom()) ?? throw new InvalidOperationException("The answer has no room in a packet.");
        await _socket.SendAsync(packet, from);
    }
}
