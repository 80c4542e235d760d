namespace Adit.Cli;

/// <summary>What an interface of a tunnel may be called.</summary>
internal static class InterfaceName
{
    /// <summary>The first free of adit0, adit1 and so on.</summary>
    public const string Default = "adit%d";

    private const string Number = "%d";
    private const int MaxLength = 15;

    /// <summary>Whether the kernel would take it, as far as its letters go; one %d stands for the first free number.</summary>
    public static bool IsPossible(string name)
    {
        var at = name.IndexOf(Number, StringComparison.Ordinal);
        var rest = at < 0 ? name : name.Remove(at, Number.Length);
        return rest.Length > 0
            && name.Length <= MaxLength
            && char.IsAsciiLetterOrDigit(rest[0])
            && rest.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
    }
}
