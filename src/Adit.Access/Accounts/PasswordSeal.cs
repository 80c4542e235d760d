using System.Security.Cryptography;
using System.Text;
using Adit.Access.Sealing;
using Adit.Protocols.Crypto;

namespace Adit.Access.Accounts;

/// <summary>Passwords in the form in which accounts keep them, sealed for their account and kind.</summary>
internal static class PasswordSeal
{
    public static byte[] Seal(SecretSealer sealer, AccountName name, PasswordKind kind, string password) =>
        SealForm(sealer, name, kind, FormOf(kind, password));

    /// <summary>Seals a password that is in its form already, and zeroes it.</summary>
    public static byte[] SealForm(SecretSealer sealer, AccountName name, PasswordKind kind, byte[] stored)
    {
        var sealedPassword = sealer.Seal(PurposeOf(kind), name.Value, stored);
        CryptographicOperations.ZeroMemory(stored);
        return sealedPassword;
    }

    public static bool TryOpen(SecretSealer sealer, Account account, out byte[] stored) =>
        sealer.TryOpen(PurposeOf(account.PasswordKind), account.Name.Value, account.SealedPassword.Span, out stored);

    /// <summary>Whether the account has this password; only for one who has proved to know it.</summary>
    public static bool IsPasswordOf(SecretSealer sealer, Account account, string password)
    {
        if (!TryOpen(sealer, account, out var stored))
            return false;

        var form = FormOf(account.PasswordKind, password);
        var isSame = CryptographicOperations.FixedTimeEquals(form, stored);
        CryptographicOperations.ZeroMemory(form);
        CryptographicOperations.ZeroMemory(stored);
        return isSame;
    }

    /// <summary>An account that nobody can enter with, to do the same work on where there is no account.</summary>
    public static Account CreateDecoy(SecretSealer sealer, PasswordKind kind)
    {
        if (!AccountName.TryParse("decoy", out var name))
            throw new InvalidOperationException("The decoy's name is one that accounts may have.");

        return CreateDecoy(sealer, kind, name, DateTimeOffset.UnixEpoch);
    }

    /// <summary>The same, of this name.</summary>
    public static Account CreateDecoy(SecretSealer sealer, PasswordKind kind, AccountName name, DateTimeOffset now)
    {
        var stored = kind switch
        {
            PasswordKind.SlowHash => SlowHash.CreateDecoy(),
            PasswordKind.Reversible => Encoding.UTF8.GetBytes(GeneratedPassword.Create()),
            _ => RandomNumberGenerator.GetBytes(MsChapV2.NtHashLength),
        };
        return new Account(name, kind, sealer.Seal(PurposeOf(kind), name.Value, stored), now);
    }

    private static byte[] FormOf(PasswordKind kind, string password) => kind switch
    {
        PasswordKind.SlowHash => SlowHash.Create(Encoding.UTF8.GetBytes(password)),
        PasswordKind.Reversible => Encoding.UTF8.GetBytes(password),
        _ => MsChapV2.NtPasswordHash(password),
    };

    private static string PurposeOf(PasswordKind kind) => kind switch
    {
        PasswordKind.NtHash => "account/nt-hash",
        PasswordKind.SlowHash => "account/slow-hash",
        PasswordKind.Reversible => "account/password",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
