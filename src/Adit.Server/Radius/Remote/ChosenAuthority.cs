using Adit.Access.Decisions;
using Adit.Protocols.Radius;
using Adit.Protocols.Radius.Servers;

namespace Adit.Server.Radius.Remote;

/// <summary>
/// Sends each request to who decides by the configuration in force: our own accounts or a group of other servers. Our own books are kept
/// in any case, the group's beside them.
/// </summary>
internal sealed class ChosenAuthority(IAuthority local, IRemoteAuthorities remote, Func<AccessOptions> options) : IAuthority
{
    /// <inheritdoc/>
    public ValueTask<AccessReply> DecideAsync(AccessRequest request, CancellationToken cancellationToken)
    {
        var name = options().Authority;
        var chosen = name == AccessOptions.Local ? local : remote.Find(name);
        return chosen?.DecideAsync(request, cancellationToken) ?? throw new NoDecisionException(new RemoteFailure.NoServerAnswered(name));
    }

    /// <inheritdoc/>
    public async ValueTask AccountAsync(AccountingRequest request, CancellationToken cancellationToken)
    {
        if (remote.Find(options().BookKeeper) is { } books)
            await books.AccountAsync(request, cancellationToken);
        await local.AccountAsync(request, cancellationToken);
    }
}
