using System.Security.Cryptography;
using System.Text;
using Adit.Access.Accounts;
using Adit.Access.Accounts.Files;
using Adit.Access.Decisions;
using Adit.Access.Policies;
using Adit.Access.Sealing;
using Adit.Linux;

namespace Adit.Server.Hosting;

/// <summary>Users files on this machine. They hold passwords, so nobody else may read them.</summary>
internal static class UsersFiles
{
    private const UnixFileMode AnybodyElse = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute | UnixFileMode.GroupWrite;

    /// <summary>Throws <see cref="StartupException"/> where one cannot be read or has a fault; nothing is kept.</summary>
    public static void Check(AccessOptions options, NamedFilters filters)
    {
        var sealer = new SecretSealer(RandomNumberGenerator.GetBytes(SecretSealer.KeyLength));
        foreach (var path in options.Stores.Where(store => store != AccessOptions.Database))
            Read(path, sealer, filters, DateTimeOffset.UnixEpoch);
    }

    /// <summary>Its accounts by name; throws <see cref="StartupException"/>.</summary>
    public static IReadOnlyDictionary<string, Account> Read(string path, SecretSealer sealer, NamedFilters filters, DateTimeOffset now)
    {
        try
        {
            RegularFile.RefuseOther(path);
            if ((File.GetUnixFileMode(path) & AnybodyElse) != UnixFileMode.None)
                throw new StartupException(
                    $"{path}, a users file, can be touched by others, and holds passwords.",
                    $"If nobody has read it: chown root:adit {path} && chmod 640 {path}. Else change the passwords, too.");
            if (new FileInfo(path).Length > UsersFileReader.MaxLength)
                throw new StartupException($"{path} is too long for a users file.", "Put the accounts into the database: 'adit user add'.");

            return UsersFileReader.TryRead(File.ReadAllText(path, Encoding.UTF8), sealer, filters, now, out var accounts, out var faults)
                ? accounts
                : throw new StartupException(string.Join('\n', faults.Select(fault => $"{path}:{fault}.")), "Correct the users file; 'adit config check' reads it again.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"The users file {path} cannot be read: {e.Message}",
                $"The server's user must be able to read it: chown root:adit {path} && chmod 640 {path}", e);
        }
    }
}
