namespace Adit.Server.Control;

/// <summary>Who asks for a change, for the audit table.</summary>
/// <param name="UserId">The caller's effective user id, as the kernel vouches for it.</param>
/// <param name="Name">Its name, or <c>uid 1000</c> where it has none on this machine.</param>
public sealed record Actor(int UserId, string Name)
{
    /// <summary>Whoever sent the process a signal: the kernel lets root and the server's own user do so, and does not say who.</summary>
    public static Actor Signal { get; } = new(-1, "a signal");

    private const string UserDatabase = "/etc/passwd";

    /// <summary>The actor with this user id, named from the machine's user database.</summary>
    public static Actor FromUserId(int userId) => new(userId, FindName(userId) ?? $"uid {userId}");

    private static string? FindName(int userId)
    {
        if (!File.Exists(UserDatabase))
            return null;

        var id = userId.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return File.ReadLines(UserDatabase)
            .Select(line => line.Split(':'))
            .FirstOrDefault(fields => fields.Length > 2 && string.Equals(fields[2], id, StringComparison.Ordinal))?[0];
    }
}
