using System.Globalization;
using Adit.Access.Accounts.Import;
using Adit.Access.Auditing;
using Adit.Server.Control;
using Adit.Server.Monitoring;

namespace Adit.Server.Hosting;

/// <summary>Imports and exports accounts for an operator. Each account that is added has an audit entry of its own, and the file one.</summary>
internal sealed class SheetControl(AccountImport import, IAuditLog audit, EventHub events, TimeProvider clock) : ISheetControl
{
    private const string ImportAction = "account.import";

    /// <inheritdoc/>
    public async ValueTask<SheetView> ImportAsync(SheetOrder order, Actor actor, CancellationToken cancellationToken)
    {
        var outcome = await import.RunAsync(RequestOf(order), actor.Name, cancellationToken);
        if (!order.DryRun)
            await AuditAsync(actor, ImportAction, outcome.IsDone ? Text(outcome.Accounts, "added") : Text(outcome.Faults.Count, "wrong, none added"));
        if (outcome.IsDone)
            events.Publish(new ServerEvent.AccountChanged("", ImportAction, actor.Name));

        return new SheetView(
            outcome.Accounts, outcome.IsDone, [.. outcome.Faults.Select(ViewOf)],
            [.. outcome.Generated.Select(each => new SheetPasswordView(each.Name.Value, each.Password))]);
    }

    /// <inheritdoc/>
    public async ValueTask<string> ExportAsync(Actor actor, CancellationToken cancellationToken)
    {
        var text = await import.ExportAsync(cancellationToken);
        await AuditAsync(actor, "account.export", "");
        return text;
    }

    private static ImportRequest RequestOf(SheetOrder order) => new(order.Text)
    {
        IsUsersFile = order.Format == "users",
        IsTrial = order.DryRun,
        IsPartial = order.Partial,
        Generates = order.Generate,
        Form = PasswordForms.KindOf(order.Form),
    };

    private static SheetFaultView ViewOf(ImportFault fault) =>
        new(fault.Line, fault.Name, fault.Failure.Code, AccountProblems.Of(fault.Failure).Problem.Cause);

    private static string Text(int number, string what) => string.Create(CultureInfo.InvariantCulture, $"{number} {what}");

    /// <summary>Not cancelled with the request: what was done is done.</summary>
    private ValueTask AuditAsync(Actor actor, string action, string detail) =>
        audit.AppendAsync(new AuditEntry(clock.GetUtcNow(), actor.Name, action, "", detail), CancellationToken.None);
}
