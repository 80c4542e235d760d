using Adit.Access.Policies;
using Adit.Protocols.Eap;
using Adit.Protocols.Radius;

namespace Adit.Access.Decisions;

/// <summary>One EAP conversation with what was last asked, which is asked again where an answer makes no sense. One thread at a time.</summary>
internal sealed class EapConversation(EapServerServices services) : IDisposable
{
    private EapServer? _server;

    /// <summary>Whether the peer has said who it is, and its methods are settled.</summary>
    public bool HasBegun => _server is not null;

    /// <summary>The method that is under way; none before one is.</summary>
    public EapType Method => _server?.Method ?? EapType.None;

    /// <summary>The packet that waits for an answer.</summary>
    public ReadOnlyMemory<byte> LastRequest { get; private set; } = EapServer.RequestIdentity(identifier: 0);

    /// <inheritdoc cref="EapServer.Subject"/>
    public string Subject => _server?.Subject ?? "";

    /// <summary>How the peer refused the certificate that it was shown, and which one that was.</summary>
    public IEnumerable<KeyValuePair<string, string>> DescribeRefusal() => [new("eap.alert", $"{_server?.PeerAlert}"), .. services.DescribeShown?.Invoke() ?? []];

    /// <summary>What network policies came to, for which account, and what was remarked: the last answers come after the verdict.</summary>
    public (PolicyVerdict<NetworkPolicy>? Network, string? Account, IReadOnlyList<KeyValuePair<string, string>> Remarks) Decided { get; set; } = (null, null, []);

    /// <summary>The peer's packet; none where it is to be asked first (RFC 3579 §2.1).</summary>
    public EapStep Handle(ReadOnlyMemory<byte> packet) => _server is { } server ? Note(server.Handle(packet)) : new EapStep.Ignore();

    /// <summary>The peer has said who it is: these methods may be used, best first.</summary>
    public void Begin(IReadOnlyList<EapType> methods) => _server = new EapServer(methods, services);

    /// <inheritdoc cref="EapServer.HandleVerdict"/>
    public EapStep HandleVerdict(AccessReply verdict) => Note(_server!.HandleVerdict(verdict));

    /// <inheritdoc/>
    public void Dispose() => _server?.Dispose();

    private EapStep Note(EapStep step)
    {
        if (step is EapStep.Send send)
            LastRequest = send.Packet;
        return step;
    }
}
