using System.Diagnostics.CodeAnalysis;

namespace Adit.Access.Accounts;

/// <summary>The name of an account in the one form that is stored and compared: lower case, without a domain.</summary>
public sealed record AccountName
{
    /// <summary>Characters; what CHAP and RADIUS name fields hold with room to spare.</summary>
    public const int MaxLength = 64;

    /// <summary>Longer names that users send are not even looked up (RFC 2759 §4 allows 256 characters).</summary>
    public const int MaxUserNameLength = 256;

    private AccountName(string value) => Value = value;

    /// <summary>1 to <see cref="MaxLength"/> lower-case letters, digits and <c>. _ - + @</c>.</summary>
    public string Value { get; }

    /// <summary>Reads a name as an administrator writes it: <c>alice</c> or <c>alice@example.com</c>, never <c>DOMAIN\alice</c>.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out AccountName? name)
    {
        name = null;
        if (text is not { Length: > 0 and <= MaxLength } || !IsAllowed(text))
            return false;

        name = new AccountName(text.ToLowerInvariant());
        return true;
    }

    /// <summary>Reads a name as a client sends it: <c>DOMAIN\alice</c> and <c>Alice</c> both mean <c>alice</c>.</summary>
    public static bool TryParseUserName(string userName, [NotNullWhen(true)] out AccountName? name)
    {
        ArgumentNullException.ThrowIfNull(userName);
        name = null;
        return userName.Length <= MaxUserNameLength && TryParse(userName[(userName.LastIndexOf('\\') + 1)..], out name);
    }

    /// <summary>The name itself.</summary>
    public override string ToString() => Value;

    private static bool IsAllowed(string text)
    {
        foreach (var character in text)
            if (!IsAllowed(character))
                return false;
        return true;
    }

    private static bool IsAllowed(char character) => char.IsLetterOrDigit(character) || character is '.' or '_' or '-' or '+' or '@';
}
