using Adit.Access.Accounts;
using Adit.Access.Logging;

namespace Adit.Server.Logging;

/// <summary>Writes a row of the log where a command of an administrator ends a lock; none where there was no lock.</summary>
/// <param name="accounts">Knows who is locked.</param>
/// <param name="log">Takes the row.</param>
/// <param name="clock">The wall clock.</param>
internal sealed class UnlockLog(IAccountSource accounts, DecisionLog log, TimeProvider clock)
{
    /// <summary>Runs the command, which throws where it is refused.</summary>
    public async ValueTask RunAsync(string name, string actor, Func<ValueTask> unlock, CancellationToken cancellationToken)
    {
        var account = AccountName.TryParse(name, out var parsed) ? await accounts.FindAsync(parsed, cancellationToken) : null;
        await unlock();
        if (account is not null && account.IsLockedAt(clock.GetUtcNow()))
            log.RecordUnlock(account.Name, actor);
    }
}
