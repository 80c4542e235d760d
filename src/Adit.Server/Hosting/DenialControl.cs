using Adit.Access.Accounts;
using Adit.Access.Denials;
using Adit.Certificates.Issuing;
using Adit.Protocols.Calls;
using Adit.Server.Control;

namespace Adit.Server.Hosting;

/// <summary>Denies and allows for an operator, and ends sessions. The rows come first: who calls again meanwhile is refused already.</summary>
internal sealed class DenialControl(DenyList denials, IAccountSource accounts, IIssuedCertificates certificates, IOpenSessions sessions, EventHub events)
    : IDenialControl
{
    public async ValueTask<IReadOnlyList<DenialView>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await denials.ListAsync(cancellationToken)).Select(denial =>
            new DenialView(DenyList.WordOf(denial.Kind), denial.Subject, denial.AtUtc, denial.Actor, denial.Reason))];

    /// <summary>Not cancelled with its request once the row is there.</summary>
    public async ValueTask<DeniedView> DenyAsync(DenialOrder order, Actor actor, CancellationToken cancellationToken)
    {
        var kind = KindOf(order.Kind);
        var wanted = await SubjectOfAsync(kind, order.Subject, cancellationToken);
        var (subject, failure) = await denials.DenyAsync(kind, wanted, order.Reason, actor.Name, cancellationToken);
        if (subject is null)
            throw AccountProblems.Of(failure!);

        events.Publish(new ServerEvent.AccountChanged(subject, $"{order.Kind}.deny", actor.Name));
        return new DeniedView(subject, order.Now ? await EndAsync(kind, subject, new CallFailure.AccountBlocked(actor.Name)) : 0);
    }

    public async ValueTask AllowAsync(string kind, string subject, Actor actor, CancellationToken cancellationToken)
    {
        var wanted = await SubjectOfAsync(KindOf(kind), subject, cancellationToken);
        if (await denials.AllowAsync(KindOf(kind), wanted, actor.Name, cancellationToken) is { } failure)
            throw AccountProblems.Of(failure);

        events.Publish(new ServerEvent.AccountChanged(subject, $"{kind}.allow", actor.Name));
    }

    private static DenialKind KindOf(string word) => Enum.GetValues<DenialKind>().Select(kind => (DenialKind?)kind)
        .FirstOrDefault(kind => DenyList.WordOf(kind!.Value) == word)
        ?? throw AccountProblems.Of(new AccountFailure.WordInvalid("kind", string.Join(", ", Enum.GetValues<DenialKind>().Select(DenyList.WordOf))));

    private async ValueTask<int> EndAsync(DenialKind kind, string subject, CallFailure reason) => kind switch
    {
        DenialKind.User => sessions.Block(subject, reason),
        DenialKind.Group => await EndGroupAsync(subject, reason),
        _ => sessions.EndOfCertificate(subject, reason),
    };

    private async ValueTask<int> EndGroupAsync(string group, CallFailure reason) =>
        (await accounts.ListAsync(CancellationToken.None)).Where(account => account.Groups.Contains(group))
            .Sum(account => sessions.Block(account.Name.Value, reason));

    /// <summary>A certificate is denied by its SHA-256; of a serial number, only our own books know whose it is.</summary>
    private async ValueTask<string> SubjectOfAsync(DenialKind kind, string text, CancellationToken cancellationToken)
    {
        if (kind is not DenialKind.Certificate)
            return text;

        var serial = text.Replace(":", "", StringComparison.Ordinal).TrimStart('0');
        var issued = (await certificates.ListAsync(cancellationToken)).FirstOrDefault(
            one => string.Equals(one.Serial.TrimStart('0'), serial, StringComparison.OrdinalIgnoreCase));
        return issued?.Fingerprint ?? text;
    }
}
