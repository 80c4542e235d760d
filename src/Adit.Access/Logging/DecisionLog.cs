using Adit.Access.Accounts;
using Adit.Access.Decisions;
using Adit.Access.Policies;
using Adit.Protocols.Radius;

namespace Adit.Access.Logging;

/// <summary>
/// Makes a row of each decision and each report. What is said to the gateway is known at the outside, why it is said further inside; the
/// two meet by the flow of the call.
/// </summary>
/// <param name="time">The wall clock.</param>
/// <param name="write">Takes a row; it neither waits nor throws.</param>
public sealed class DecisionLog(TimeProvider time, Action<AccessLogEntry> write) : IDecisionLog
{
    private readonly AsyncLocal<Decided?> _decided = new();

    /// <inheritdoc/>
    public void Record(AccessRequest request, Decision decision)
    {
        if (_decided.Value is { } decided)
            decided.Decision = decision;
    }

    /// <summary>An administrator has ended the lock of an account.</summary>
    public void RecordUnlock(AccountName account, string actor) => write(AccessLogRows.OfUnlock(account, actor, time.GetUtcNow()));

    /// <summary>An authority whose decisions are logged: the outermost, which gateways ask.</summary>
    public IAuthority Over(IAuthority inner) => new Logged(this, inner);

    private async ValueTask<AccessReply> DecideAsync(IAuthority inner, AccessRequest request, CancellationToken cancellationToken)
    {
        var decided = new Decided();
        _decided.Value = decided;
        var reply = await inner.DecideAsync(request, cancellationToken);
        if (reply is not AccessReply.Challenge)
            Write(request, reply, decided.Decision ?? Unexplained(request));
        return reply;
    }

    private void Write(AccessRequest request, AccessReply reply, Decision decision)
    {
        var now = time.GetUtcNow();
        if (decision.HasUnlocked)
            write(AccessLogRows.OfLock(request, decision, AccessLogKind.Unlocked, now));
        write(AccessLogRows.OfDecision(request, reply, decision, now));
        if (decision.HasLocked)
            write(AccessLogRows.OfLock(request, decision, AccessLogKind.Locked, now));
    }

    private async ValueTask AccountAsync(IAuthority inner, AccountingRequest report, CancellationToken cancellationToken)
    {
        await inner.AccountAsync(report, cancellationToken);
        write(AccessLogRows.OfReport(report, time.GetUtcNow()));
    }

    /// <summary>An EAP conversation that broke off before there was anything to decide.</summary>
    private static Decision Unexplained(AccessRequest request) => new() { AuthenticationType = AuthenticationTypes.Of(request) };

    private sealed class Decided
    {
        public Decision? Decision { get; set; }
    }

    private sealed class Logged(DecisionLog log, IAuthority inner) : IAuthority
    {
        public ValueTask<AccessReply> DecideAsync(AccessRequest request, CancellationToken cancellationToken) =>
            log.DecideAsync(inner, request, cancellationToken);

        public ValueTask AccountAsync(AccountingRequest request, CancellationToken cancellationToken) =>
            log.AccountAsync(inner, request, cancellationToken);
    }
}
