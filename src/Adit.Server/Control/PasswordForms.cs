using Adit.Access.Accounts;

namespace Adit.Server.Control;

/// <summary>The names of the forms in which accounts keep passwords.</summary>
public static class PasswordForms
{
    /// <summary>All of them, as one writes them in a sentence.</summary>
    public const string All = "nt, slow, reversible";

    /// <summary>Whether this is one of them; null stands for <c>nt</c>.</summary>
    public static bool IsKnown(string? form) => form is null or "nt" or "slow" or "reversible";

    internal static PasswordKind KindOf(string? form) => form switch
    {
        "slow" => PasswordKind.SlowHash,
        "reversible" => PasswordKind.Reversible,
        _ => PasswordKind.NtHash,
    };

    internal static string MethodOf(PasswordKind kind) => kind switch
    {
        PasswordKind.SlowHash => "pap",
        PasswordKind.Reversible => "any",
        _ => "ms-chap-v2",
    };
}
