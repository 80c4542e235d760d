namespace Adit.Access.Accounts.Files;

/// <summary>An entry of a users file: a name with what is checked, and below it what is replied.</summary>
/// <param name="Name">As it is written; <c>DEFAULT</c> for everybody.</param>
/// <param name="Checks">The items behind the name.</param>
/// <param name="Replies">The items below it.</param>
/// <param name="Line">Counted from 1.</param>
internal sealed record UsersEntry(string Name, IReadOnlyList<UsersItem> Checks, List<UsersItem> Replies, int Line)
{
    public bool IsDefault => Name == "DEFAULT";

    /// <summary>Whether what stands below counts, too.</summary>
    public bool FallsThrough => Replies.Exists(item => item.Is("Fall-Through") && item.Value.Equals("yes", StringComparison.OrdinalIgnoreCase));
}
