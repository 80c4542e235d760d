using Adit.Protocols;
using Adit.Protocols.Eap;
using Adit.Protocols.Radius;

namespace Adit.Access.Decisions;

/// <summary>
/// Leads EAP conversations, and puts the credentials that they bring to light to the authority behind it; requests without EAP go there
/// at once. Any thread may call.
/// </summary>
public sealed class EapAuthority(IAuthority inner, Func<AccessOptions> options, IRandomSource random, TimeProvider time) : IAuthority, IJudge
{
    private readonly EapConversations _conversations = new(random, time);

    /// <summary>What methods need, for each conversation anew: a certificate may have been replaced since the last.</summary>
    public Func<EapServerServices> Services { get; init; } = () => new EapServerServices(random);

    /// <inheritdoc/>
    public ValueTask<AccessReply> DecideAsync(AccessRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Decide(request, DecisionNotes.Default, cancellationToken);
    }

    /// <inheritdoc/>
    ValueTask<AccessReply> IJudge.DecideAsync(AccessRequest request, DecisionNotes notes, CancellationToken cancellationToken) =>
        Decide(request, notes, cancellationToken);

    /// <inheritdoc/>
    public ValueTask AccountAsync(AccountingRequest request, CancellationToken cancellationToken) =>
        inner.AccountAsync(request, cancellationToken);

    private ValueTask<AccessReply> Decide(AccessRequest request, DecisionNotes notes, CancellationToken cancellationToken) =>
        request.Credentials is AccessCredentials.Eap eap
            ? ConverseAsync(request, eap, notes, cancellationToken)
            : Judges.AskAsync(inner, request, notes, cancellationToken);

    private async ValueTask<AccessReply> ConverseAsync(
        AccessRequest request, AccessCredentials.Eap eap, DecisionNotes notes, CancellationToken cancellationToken)
    {
        var conversation = eap.State.IsEmpty ? Begin(request.Attributes.FramedMtu) : _conversations.TryTake(eap.State.Span);
        if (conversation is null)
            return new AccessReply.Reject(AccessReason.EapBrokenOff, ChapIdentifier: 0, MsChapV2Error.AuthenticationFailure, MayRetry: false);
        if (!conversation.HasBegun && EapServer.FindIdentity(eap.Packet) is { } identity
            && await BeginAsync(conversation, request, identity, notes, cancellationToken) is { } refusal)
            return refusal;

        var step = conversation.Handle(eap.Packet);
        notes.EapMethod = conversation.Method;
        if (notes.Network is null)
            (notes.Network, notes.Account, notes.Remarks) = conversation.Decided;
        if (step is EapStep.Judge judge)
            step = conversation.HandleVerdict(await Judges.AskAsync(
                inner, request with { Credentials = judge.Credentials, EapMethod = conversation.Method }, notes, cancellationToken));

        if (step is EapStep.Fail { Reply.Reason: AccessReason.ServerCertificateRefused })
            notes.Remarks = [.. notes.Remarks, .. conversation.DescribeRefusal()];
        conversation.Decided = (notes.Network, notes.Account, notes.Remarks);
        if (step is not (EapStep.Succeed or EapStep.Fail))
            return new AccessReply.Challenge(conversation.LastRequest, _conversations.Keep(conversation));

        conversation.Dispose();
        AccessReply reply = step is EapStep.Succeed success ? success.Reply : ((EapStep.Fail)step).Reply;
        return conversation.Subject == request.UserName ? reply : reply with { InnerIdentity = conversation.Subject };
    }

    private EapConversation Begin(uint? framedMtu)
    {
        var (current, services) = (options(), Services());
        return new EapConversation(
            services with { Peap = current.Peap, Ttls = current.Ttls, TlsOptions = services.TlsOptions.Within(framedMtu) });
    }

    /// <summary>Policies see the name before any method runs: null where they have something to offer.</summary>
    private async ValueTask<AccessReply.Reject?> BeginAsync(
        EapConversation conversation, AccessRequest request, string identity, DecisionNotes notes, CancellationToken cancellationToken)
    {
        var methods = inner is IEapOffer offer ? await offer.FindOfferAsync(request, identity, notes, cancellationToken) : options().EapMethods;
        if (methods.Count > 0)
        {
            conversation.Begin(methods);
            return null;
        }

        conversation.Dispose();
        var reason = notes.Network!.Reason;
        var packet = ((AccessCredentials.Eap)request.Credentials).Packet;
        return new AccessReply.Reject(reason, ChapIdentifier: 0, MsChapV2Error.For(reason), MayRetry: false) { EapPacket = EapRefusal.Of(packet) };
    }
}
