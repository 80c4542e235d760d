using Adit.Protocols.Radius;

namespace Adit.Access.Decisions;

/// <summary>
/// Decides who may enter. The gateway asks and never decides. Both calls may come from any thread; an exception means that there is no
/// decision, and the gateway refuses.
/// </summary>
public interface IAuthority
{
    /// <summary>May they enter, and with which settings?</summary>
    ValueTask<AccessReply> DecideAsync(AccessRequest request, CancellationToken cancellationToken);

    /// <summary>Takes a report on a session.</summary>
    ValueTask AccountAsync(AccountingRequest request, CancellationToken cancellationToken);
}
