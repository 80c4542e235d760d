using System.Runtime.InteropServices;

namespace Adit.Access.Accounts.Files;

/// <summary>What is wrong in a users file. Never holds a value of the file, which may be a password.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Column">Counted from 1.</param>
/// <param name="Problem">What, in words.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct UsersFileFault(int Line, int Column, string Problem)
{
    /// <summary>By place.</summary>
    internal static IComparer<UsersFileFault> InOrder { get; } =
        Comparer<UsersFileFault>.Create((one, other) => (one.Line, one.Column).CompareTo((other.Line, other.Column)));

    /// <summary>The place and the problem.</summary>
    public override string ToString() => FormattableString.Invariant($"{Line}:{Column}: {Problem}");
}
