namespace Adit.Server.Control;

/// <summary>Many accounts at once, in a file. Any thread may call.</summary>
public interface ISheetControl
{
    /// <summary>Adds the accounts of a file, all or none of them where the order does not say otherwise.</summary>
    ValueTask<SheetView> ImportAsync(SheetOrder order, Actor actor, CancellationToken cancellationToken);

    /// <summary>All accounts of the database without their passwords, as comma-separated values that can be imported.</summary>
    ValueTask<string> ExportAsync(Actor actor, CancellationToken cancellationToken);
}

/// <summary>A file of accounts, and what is to be done with it.</summary>
/// <param name="Text">The file.</param>
public sealed record SheetOrder(string Text)
{
    /// <summary><c>csv</c> (where null), or <c>users</c> for a file in the manner of FreeRADIUS' <c>users</c>.</summary>
    public string? Format { get; init; }

    /// <summary>Whether nothing is changed, but everything looked at.</summary>
    public bool DryRun { get; init; }

    /// <summary>Whether what is right is added though something else is wrong.</summary>
    public bool Partial { get; init; }

    /// <summary>Whether passwords are made up where there are none.</summary>
    public bool Generate { get; init; }

    /// <summary>How passwords are kept where the file does not say: <c>nt</c> (where null), <c>slow</c> or <c>reversible</c>.</summary>
    public string? Form { get; init; }

    /// <summary>Nothing of the file, which holds passwords.</summary>
    public override string ToString() => nameof(SheetOrder);
}

/// <summary>What became of it.</summary>
/// <param name="Accounts">How many accounts were added, or would have been.</param>
/// <param name="Done">Whether they were added.</param>
/// <param name="Faults">What is wrong, in the order of the file.</param>
/// <param name="Passwords">Those that were made up; empty where nothing was added.</param>
public sealed record SheetView(int Accounts, bool Done, IReadOnlyList<SheetFaultView> Faults, IReadOnlyList<SheetPasswordView> Passwords);

/// <summary>Why an account is not added.</summary>
/// <param name="Line">Where it begins in the file, counted from 1; 0 for the whole of it.</param>
/// <param name="Name">Its name as it is written; empty where there is none.</param>
/// <param name="Code">The failure's code.</param>
/// <param name="Problem">What is wrong, in words.</param>
public sealed record SheetFaultView(int Line, string Name, string Code, string Problem);

/// <summary>A password that was made up.</summary>
/// <param name="Name">The account.</param>
/// <param name="Password">Its password.</param>
public sealed record SheetPasswordView(string Name, string Password)
{
    /// <summary>The name alone.</summary>
    public override string ToString() => $"password of {Name}";
}
