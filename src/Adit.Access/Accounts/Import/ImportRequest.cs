namespace Adit.Access.Accounts.Import;

/// <summary>What is to be imported, and how. Never prints the file, which holds passwords.</summary>
/// <param name="Text">The file.</param>
public sealed record ImportRequest(string Text)
{
    /// <summary>Whether it is a file in the manner of FreeRADIUS' <c>users</c>, rather than comma-separated values.</summary>
    public bool IsUsersFile { get; init; }

    /// <summary>Whether nothing is added, but everything looked at.</summary>
    public bool IsTrial { get; init; }

    /// <summary>Whether the right rows are added though others are wrong.</summary>
    public bool IsPartial { get; init; }

    /// <summary>Whether a password is made up where a row has none.</summary>
    public bool Generates { get; init; }

    /// <summary>How passwords are kept where a row does not say.</summary>
    public PasswordKind Form { get; init; } = PasswordKind.NtHash;

    /// <summary>Its length alone.</summary>
    public override string ToString() => FormattableString.Invariant($"{nameof(ImportRequest)} of {Text.Length} characters");
}
