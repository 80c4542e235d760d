using System.Globalization;

namespace Adit.Linux.Identity;

/// <summary>A user of this machine, from whichever database it uses.</summary>
/// <param name="Name">Its name.</param>
/// <param name="UserId">Its number.</param>
/// <param name="GroupId">The number of its own group.</param>
public sealed record UserAccount(string Name, int UserId, int GroupId)
{
    private const int Attempts = 3;

    /// <summary>Looks a user up by name; null where there is none.</summary>
    public static UserAccount? Find(string name)
    {
        var (exitCode, output) = SystemProgram.Run("getent", "passwd", name);
        var fields = output.Split(':');
        return exitCode == 0 && fields.Length > 3
            ? new UserAccount(fields[0], int.Parse(fields[2], CultureInfo.InvariantCulture), int.Parse(fields[3], CultureInfo.InvariantCulture))
            : null;
    }

    /// <summary>Finds a user, or makes one for a service: without home, password and shell. Throws <see cref="LinuxException"/>.</summary>
    public static UserAccount FindOrCreate(string name)
    {
        var words = "";
        for (var attempt = 0; attempt < Attempts; attempt++) // another process may be making it, or another one at the same time
        {
            if (Find(name) is { } account)
                return account;
            (_, words) = SystemProgram.Run(
                "useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", name);
        }

        return Find(name) ?? throw new LinuxException($"useradd {name}", 0, words.TrimEnd('.'), $"Make a user '{name}' by hand, or name another one.");
    }
}
