namespace Adit.Access.Accounts.Import;

/// <summary>An account as a row of a sheet describes it. Never prints its password.</summary>
/// <param name="Line">Where the row begins, counted from 1.</param>
/// <param name="Name">As it is written.</param>
internal sealed record AccountRow(int Line, string Name)
{
    /// <summary>Why the row cannot be read; null where it can.</summary>
    public string? Problem { get; init; }

    /// <summary>Null where the row gives none.</summary>
    public string? Password { get; init; }

    /// <summary>How the password is kept; null where the row does not say.</summary>
    public PasswordKind? Form { get; init; }

    /// <summary>Whether it may sign in.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>What else the row says.</summary>
    public AccountSettings Settings { get; init; } = new();

    public override string ToString() => $"{Name} in line {Line}";
}
