using System.Diagnostics.CodeAnalysis;

namespace Adit.Access.Accounts;

/// <summary>The groups that an account is in. Capitals make no difference. Equal where the names are.</summary>
public sealed record GroupNames
{
    /// <summary>As many as one account may be in.</summary>
    public const int MaxCount = 64;

    /// <summary>Characters of one name.</summary>
    public const int MaxNameLength = 64;

    private readonly string _text;

    private GroupNames(IReadOnlyList<string> names) => (Names, _text) = (names, string.Join(',', names));

    /// <summary>No group.</summary>
    public static GroupNames None { get; } = new([]);

    /// <summary>The names in lower case, each once, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Whether this is the name of one group: letters, digits, and <c>. _ -</c> and single spaces between them.</summary>
    public static bool IsName([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= MaxNameLength } && text == text.Trim() && text.All(IsAllowed) && !text.Contains("  ", StringComparison.Ordinal);

    /// <summary>Reads names with commas between them; none where there is no text.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out GroupNames? groups)
    {
        groups = null;
        if (string.IsNullOrEmpty(text))
        {
            groups = None;
            return true;
        }

        var names = text.Split(',', MaxCount + 1, StringSplitOptions.TrimEntries);
        if (names.Length > MaxCount || !names.All(IsName))
            return false;

        groups = new GroupNames([.. names.Select(name => name.ToLowerInvariant()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
        return true;
    }

    /// <summary>Whether the account is in the group of this name.</summary>
    public bool Contains(string name) => Names.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public bool Equals(GroupNames? other) => other?._text == _text;

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_text);

    /// <summary>The names with commas between them, as <see cref="TryParse"/> reads them.</summary>
    public override string ToString() => _text;

    private static bool IsAllowed(char character) => char.IsLetterOrDigit(character) || character is '.' or '_' or '-' or ' ';
}
