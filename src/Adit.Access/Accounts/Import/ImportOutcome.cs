namespace Adit.Access.Accounts.Import;

/// <summary>What became of an import. Never prints the passwords.</summary>
/// <param name="Accounts">How many accounts were added, or would have been.</param>
/// <param name="IsDone">Whether they were added.</param>
/// <param name="Faults">What is wrong, in the order of the file.</param>
/// <param name="Generated">The passwords that were made up.</param>
public sealed record ImportOutcome(
    int Accounts, bool IsDone, IReadOnlyList<ImportFault> Faults, IReadOnlyList<(AccountName Name, string Password)> Generated)
{
    /// <summary>The numbers alone.</summary>
    public override string ToString() => FormattableString.Invariant($"{Accounts} accounts, {Faults.Count} faults");
}

/// <summary>Why one account is not imported.</summary>
/// <param name="Line">Where it begins in the file, counted from 1; 0 for the whole of it.</param>
/// <param name="Name">Its name as it is written; empty where there is none.</param>
/// <param name="Failure">The reason.</param>
public sealed record ImportFault(int Line, string Name, AccountFailure Failure);
