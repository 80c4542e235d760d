using Adit.Access.Accounts.Files;
using Adit.Access.Policies;
using Adit.Access.Sealing;
using Adit.Protocols.Radius;

namespace Adit.Access.Accounts.Import;

/// <summary>
/// Makes many accounts at once of a file. Every row is judged as if it stood alone in a command, and against the others; then all are added
/// in one transaction, or none.
/// </summary>
/// <param name="accounts">Where they are added.</param>
/// <param name="sealer">Seals the passwords.</param>
/// <param name="time">For the time at which they are added.</param>
public sealed class AccountImport(AccountService accounts, SecretSealer sealer, TimeProvider time)
{
    /// <summary>Characters of a file.</summary>
    public const int MaxLength = 4 * 1024 * 1024;

    /// <summary>Passwords that are kept as a slow hash, each of which takes a fifth of a second.</summary>
    private const int MaxSlow = 50;

    /// <summary>Does what is asked.</summary>
    public async ValueTask<ImportOutcome> RunAsync(ImportRequest request, string actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var judged = new ImportJudgement(await accounts.ListAsync(cancellationToken));
        if (request.Text.Length > MaxLength)
            judged.Refuse(1, "", $"the file has more than {MaxLength} characters");
        else if (request.IsUsersFile)
            JudgeUsersFile(request, judged);
        else
            foreach (var row in AccountSheet.Read(request.Text))
                Judge(row, request, judged);

        var isWanted = !request.IsTrial && judged.Accepted.Count > 0 && (request.IsPartial || judged.Faults.Count == 0);
        if (isWanted && await accounts.AddAllAsync(judged.Accepted, actor, cancellationToken) is { } failure)
            return new ImportOutcome(0, IsDone: false, [.. judged.Faults, new ImportFault(0, "", failure)], []);

        return new ImportOutcome(judged.Accepted.Count, isWanted, judged.Faults, isWanted ? judged.Generated : []);
    }

    /// <summary>All accounts without their passwords, as a sheet.</summary>
    public async ValueTask<string> ExportAsync(CancellationToken cancellationToken) => AccountSheet.Write(await accounts.ListAsync(cancellationToken));

    private void Judge(AccountRow row, ImportRequest request, ImportJudgement judged)
    {
        var kind = row.Form ?? request.Form;
        var password = row.Password ?? (request.Generates ? GeneratedPassword.Create() : null);
        if (row.Problem is not null || password is null)
            judged.Refuse(row.Line, row.Name, row.Problem ?? "it has no password, and none is to be made up");
        else if (kind is PasswordKind.SlowHash && judged.CountSlow() > MaxSlow)
            judged.Refuse(row.Line, row.Name, $"more than {MaxSlow} passwords of the form slow are too many at once");
        else if (accounts.Build(row.Name, request.IsTrial ? PasswordKind.NtHash : kind, password, row.Settings, out var failure) is not { } account)
            judged.Refuse(row.Line, row.Name, failure!);
        else
            judged.Take(row.Line, account with { IsEnabled = row.IsEnabled }, row.Password is null ? password : null);
    }

    private void JudgeUsersFile(ImportRequest request, ImportJudgement judged)
    {
        UsersFileReader.TryReadWithLines(request.Text, sealer, NamedFilters.Nowhere, time.GetUtcNow(), out var read, out var faults);
        foreach (var fault in faults)
            judged.Refuse(fault.Line, "", fault.Problem);

        foreach (var (line, account) in read)
        {
            if (account.SessionTimeout is not null || account.IdleTimeout is not null || !account.Class.IsEmpty || account.Settings != SessionSettings.None)
                judged.Refuse(line, account.Name.Value, "the database keeps no times, Class, pool and other settings of sessions: let a network policy set them");
            else if (Keep(account, request.Form) is not { } kept)
                judged.Refuse(line, account.Name.Value, new AccountFailure.PasswordLength(AccountService.MinPasswordLength, AccountService.MaxPasswordLength));
            else
                judged.Take(line, kept, generated: null);
        }
    }

    /// <summary>A password in clear is kept in the form that is wanted; null where it is too short. Of a hash there is one form.</summary>
    private Account? Keep(Account account, PasswordKind form)
    {
        if (account.PasswordKind is not PasswordKind.Reversible || !PasswordSeal.TryOpen(sealer, account, out var stored))
            return account;

        var password = System.Text.Encoding.UTF8.GetString(stored);
        System.Security.Cryptography.CryptographicOperations.ZeroMemory(stored);
        return AccountService.CheckPassword(password) is not null ? null
            : account with { PasswordKind = form, SealedPassword = PasswordSeal.Seal(sealer, account.Name, form, password) };
    }
}
