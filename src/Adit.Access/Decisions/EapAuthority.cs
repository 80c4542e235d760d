using Adit.Protocols;
using Adit.Protocols.Eap;
using Adit.Protocols.Radius;

namespace Adit.Access.Decisions;

/// <summary>
/// Leads EAP conversations, and puts the credentials that they bring to light to the authority behind it; requests without EAP go there
/// at once. Any thread may call.
/// </summary>
public sealed class EapAuthority(IAuthority inner, Func<AccessOptions> options, IRandomSource random, TimeProvider time) : IAuthority
{
    private readonly EapConversations _conversations = new(random, time);

    /// <summary>What methods need, for each conversation anew: a certificate may have been replaced since the last.</summary>
    public Func<EapServerServices> Services { get; init; } = () => new EapServerServices(random);

    /// <inheritdoc/>
    public ValueTask<AccessReply> DecideAsync(AccessRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Credentials is AccessCredentials.Eap eap
            ? ConverseAsync(request, eap, cancellationToken)
            : inner.DecideAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask AccountAsync(AccountingRequest request, CancellationToken cancellationToken) =>
        inner.AccountAsync(request, cancellationToken);

    private async ValueTask<AccessReply> ConverseAsync(
        AccessRequest request, AccessCredentials.Eap eap, CancellationToken cancellationToken)
    {
        var conversation = eap.State.IsEmpty ? Begin() : _conversations.TryTake(eap.State.Span);
        if (conversation is null)
            return new AccessReply.Reject(AccessReason.EapBrokenOff, ChapIdentifier: 0, MsChapV2Error.AuthenticationFailure, MayRetry: false);

        var step = conversation.Handle(eap.Packet);
        if (step is EapStep.Judge judge)
            step = conversation.HandleVerdict(await inner.DecideAsync(request with { Credentials = judge.Credentials }, cancellationToken));

        if (step is not (EapStep.Succeed or EapStep.Fail))
            return new AccessReply.Challenge(conversation.LastRequest, _conversations.Keep(conversation));

        conversation.Dispose();
        AccessReply reply = step is EapStep.Succeed success ? success.Reply : ((EapStep.Fail)step).Reply;
        return conversation.Judged == request.UserName ? reply : reply with { InnerIdentity = conversation.Judged };
    }

    private EapConversation Begin()
    {
        var current = options();
        return new EapConversation(current.EapMethods, Services() with { Peap = current.Peap, Ttls = current.Ttls });
    }
}
