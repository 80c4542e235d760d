using Adit.Linux.Tls;
using Adit.Protocols;
using Adit.Protocols.Crypto;
using Adit.Protocols.Crypto.Tls;
using Adit.Protocols.Eap;
using Adit.Protocols.Eap.Tls;
using Adit.Protocols.Radius;

namespace Adit.Linux.Tests.Tls;

/// <summary>EAP-TLS between our server and a peer that follows RFC 5216 to the letter, in memory.</summary>
internal sealed class EapTlsConversation : IDisposable
{
    private static readonly EapTlsOptions _options = new() { PacketLength = 500 };

    private readonly LibsslEngine[] _engines;
    private readonly ITlsConversation _tls;
    private readonly EapTlsFragments _fragments = new(_options, 0);
    private readonly EapServer _server;
    private readonly AccessReply _verdict;

    public EapTlsConversation(LibsslEngine server, LibsslEngine client, IUserCertificates certificates, AccessReply verdict, ICertificateVerifier? byPeer = null)
    {
        (_verdict, _engines) = (verdict, [server, client]);
        _tls = client.Begin("eap-tls", byPeer ?? new FixedVerifier());
        _server = new EapServer(
            [EapType.Tls], new EapServerServices(new NoRandom()) { Tls = server, Certificates = certificates, TlsOptions = _options });
    }

    /// <summary>Whether they end with it.</summary>
    public bool OwnsEngines { get; init; }

    public AccessCredentials? Judged { get; private set; }

    public TlsAlert? Alert => _tls.ReceivedAlert;

    public bool IsResumed { get; private set; }

    /// <summary>How many packets the peer sent, its identity included.</summary>
    public int Rounds { get; private set; }

    /// <summary>What the peer was sent inside of the tunnel.</summary>
    public byte[] Inside { get; private set; } = [];

    /// <summary>The peer's own keys.</summary>
    public SessionKeys Keys => EapTlsKeys.Derive(_tls, EapType.Tls);

    /// <summary>Goes on to the end, and says what it is.</summary>
    public EapStep Run()
    {
        var response = new EapPacket(EapCode.Response, 1, EapType.Identity, "anna"u8.ToArray());
        while (true)
        {
            Rounds++;
            var step = _server.Handle(response.ToBytes());
            if (step is EapStep.Judge judge)
                (Judged, step) = (judge.Credentials, _server.HandleVerdict(_verdict));
            IsResumed = _tls.IsResumed;
            if (step is not EapStep.Send send)
                return step;

            EapPacket.TryParse(send.Packet, out var request);
            response = new EapPacket(EapCode.Response, request.Identifier, EapType.Tls, Answer(request).ToBytes());
        }
    }

    public void Remember() => _tls.Remember([]);

    public void Dispose()
    {
        _tls.Dispose();
        _server.Dispose();
        foreach (var engine in OwnsEngines ? _engines : [])
            engine.Dispose();
    }

    private EapTlsPacket Answer(EapPacket request)
    {
        EapTlsPacket.TryParse(request.Data, out var packet);
        if (packet.IsStart)
            return Advance([]);

        return _fragments.Receive(packet, out var message) switch
        {
            EapTlsArrival.Message => Advance(message),
            EapTlsArrival.Fragment => _fragments.Acknowledge(),
            EapTlsArrival.Acknowledgement => _fragments.Next(),
            _ => throw new InvalidOperationException("The server sent nonsense."),
        };
    }

    private EapTlsPacket Advance(byte[] records)
    {
        _tls.Receive(records);
        Inside = [.. Inside, .. _tls.TakeData()];
        return _fragments.Begin(_tls.TakeRecords());
    }

    private sealed class NoRandom : IRandomSource
    {
        public void Fill(Span<byte> destination) => destination.Clear();
    }
}

/// <summary>Says the same of every certificate.</summary>
internal sealed class FixedCertificates(AccessReason reason = AccessReason.None, TlsAlert alert = default) : IUserCertificates
{
    public int Asked { get; private set; }

    public AccessReason Reason { get; set; } = reason;

    public UserCertificateVerdict Judge(IReadOnlyList<ReadOnlyMemory<byte>> chain, string identity)
    {
        Asked++;
        return new UserCertificateVerdict("AB12", Reason, alert);
    }
}
