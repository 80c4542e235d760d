using Adit.Access.Accounts;

namespace Adit.Server.Hosting;

/// <summary>The account that the first start makes, so that somebody can connect at once.</summary>
internal static class FirstAccount
{
    public const string Name = "adit";

    /// <summary>Makes it where there is no account yet; returns its password then, and null otherwise.</summary>
    public static async Task<string?> EnsureAsync(AccountService accounts)
    {
        if ((await accounts.ListAsync(CancellationToken.None)).Count > 0)
            return null;

        var password = GeneratedPassword.Create();
        await accounts.AddAsync(Name, PasswordKind.NtHash, password, "first start", CancellationToken.None);
        return password;
    }
}
