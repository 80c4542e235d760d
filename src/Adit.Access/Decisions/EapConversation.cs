using Adit.Protocols.Eap;
using Adit.Protocols.Radius;

namespace Adit.Access.Decisions;

/// <summary>One EAP conversation with what was last asked, which is asked again where an answer makes no sense. One thread at a time.</summary>
internal sealed class EapConversation(IReadOnlyList<EapType> methods, EapServerServices services) : IDisposable
{
    private readonly EapServer _server = new(methods, services);

    /// <summary>The packet that waits for an answer.</summary>
    public ReadOnlyMemory<byte> LastRequest { get; private set; } = EapServer.RequestIdentity(identifier: 0);

    /// <summary>Whose credentials were judged last; empty for nobody's.</summary>
    public string Judged { get; private set; } = "";

    /// <summary>The peer's packet; none where it is to be asked first (RFC 3579 §2.1).</summary>
    public EapStep Handle(ReadOnlyMemory<byte> packet) => Note(_server.Handle(packet));

    /// <inheritdoc cref="EapServer.HandleVerdict"/>
    public EapStep HandleVerdict(AccessReply verdict) => Note(_server.HandleVerdict(verdict));

    /// <inheritdoc/>
    public void Dispose() => _server.Dispose();

    private EapStep Note(EapStep step)
    {
        if (step is EapStep.Judge judge)
            Judged = judge.Credentials.UserName;
        if (step is EapStep.Send send)
            LastRequest = send.Packet;
        return step;
    }
}
