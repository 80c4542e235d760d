namespace Adit.Access.Accounts.Import;

/// <summary>One row of a file, which may be several lines of it. Never prints what it holds, which may be a password.</summary>
/// <param name="Line">Where it begins, counted from 1.</param>
/// <param name="Fields">Its fields, unquoted; what there is of them where the row has a problem.</param>
/// <param name="Problem">Why it cannot be read; null where it can.</param>
internal sealed record CsvRow(int Line, IReadOnlyList<string> Fields, string? Problem)
{
    /// <summary>Whether nothing stands there.</summary>
    public bool IsBlank => Problem is null && Fields is [""];

    public override string ToString() => FormattableString.Invariant($"line {Line}, {Fields.Count} fields");
}
