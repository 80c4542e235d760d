namespace Adit.Cli.Manual;

/// <summary>What can stand for a value, as far as its name in the synopsis tells.</summary>
/// <param name="IsFile">A file.</param>
/// <param name="IsDirectory">A directory.</param>
/// <param name="Words">One of these words.</param>
/// <param name="Asked">What the server is asked for, as <c>adit complete</c> knows it: <c>accounts</c>, <c>sessions</c>.</param>
internal sealed record ValueKind(bool IsFile, bool IsDirectory, IReadOnlyList<string> Words, IReadOnlyList<string> Asked)
{
    /// <summary>Nothing is known.</summary>
    public static ValueKind Free { get; } = new(false, false, [], []);

    /// <summary>An account that is there.</summary>
    public static ValueKind Accounts { get; } = Free with { Asked = ["accounts"] };

    /// <summary><c>FILE</c> and <c>DIR</c> are paths, <c>USER</c> and <c>SESSION</c> are asked for, small words stand for themselves.</summary>
    public static ValueKind Of(string? name) => name switch
    {
        null => Free,
        "FILE" => Free with { IsFile = true },
        "DIR" => Free with { IsDirectory = true },
        _ when name.Contains('|', StringComparison.Ordinal) && name.All(letter => letter is '|' or '-' || char.IsAsciiLetterLower(letter)) =>
            Free with { Words = name.Split('|') },
        _ => Free with { Asked = [.. name.Split('|').Select(AskedFor).OfType<string>()] },
    };

    private static string? AskedFor(string part) => part switch
    {
        "USER" => "accounts",
        "SESSION" => "sessions",
        _ => null,
    };
}
