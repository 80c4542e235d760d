using Adit.Protocols.Radius;

namespace Adit.Access.Decisions;

/// <summary>
/// An authority that is reached through the bytes of its messages alone, as one in another process will be. Gateway and authority
/// share no object, so that nothing can pass between them that the codec does not carry.
/// </summary>
public sealed class EncodedAuthority(IAuthority authority) : IAuthority
{
    /// <inheritdoc/>
    public async ValueTask<AccessReply> DecideAsync(AccessRequest request, CancellationToken cancellationToken)
    {
        if (!AccessRequest.TryParse(request.ToBytes(), out var received))
            throw new InvalidOperationException("The authority cannot read the access request that the gateway wrote.");

        var reply = await authority.DecideAsync(received, cancellationToken);
        return AccessReply.TryParse(reply.ToBytes(), out var answered)
            ? answered
            : throw new InvalidOperationException("The gateway cannot read the reply that the authority wrote.");
    }

    /// <inheritdoc/>
    public ValueTask AccountAsync(AccountingRequest request, CancellationToken cancellationToken) =>
        AccountingRequest.TryParse(request.ToBytes(), out var received)
            ? authority.AccountAsync(received, cancellationToken)
            : throw new InvalidOperationException("The authority cannot read the accounting request that the gateway wrote.");
}
