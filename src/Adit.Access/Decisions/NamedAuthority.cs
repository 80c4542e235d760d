using Adit.Protocols.Radius;

namespace Adit.Access.Decisions;

/// <summary>Has names read as the options say before the authority behind it looks at them.</summary>
public sealed class NamedAuthority(IAuthority inner, Func<AccessOptions> options) : IAuthority
{
    /// <inheritdoc/>
    public ValueTask<AccessReply> DecideAsync(AccessRequest request, CancellationToken cancellationToken) =>
        inner.DecideAsync(IdentityReader.Read(request, options()), cancellationToken);

    /// <inheritdoc/>
    public ValueTask AccountAsync(AccountingRequest request, CancellationToken cancellationToken) =>
        inner.AccountAsync(request, cancellationToken);
}
