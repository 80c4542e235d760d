using System.Security.Cryptography;
using System.Text;
using Adit.Access.Accounts;
using Adit.Access.Sealing;
using Adit.Protocols.Crypto;

namespace Adit.Access.Decisions;

/// <summary>
/// What an account keeps of its password, opened for one check, and decoys for what it does not keep: the work is the same for every
/// account and for none. What was opened is zeroed when disposed.
/// </summary>
internal readonly struct OpenedPassword : IDisposable
{
    private readonly byte[] _opened;
    private readonly byte[] _ofReversible;

    private OpenedPassword(PasswordKind kind, byte[] opened, PasswordDecoys decoys)
    {
        (Kind, _opened) = (kind, opened);
        SlowHash = kind is PasswordKind.SlowHash ? opened : decoys.SlowHash;
        Clear = kind is PasswordKind.Reversible ? opened : decoys.Clear;
        _ofReversible = MsChapV2.NtPasswordHash(Encoding.UTF8.GetString(Clear));
        NtHash = kind is PasswordKind.Reversible ? _ofReversible : kind is PasswordKind.NtHash ? opened : decoys.NtHash;
    }

    /// <summary>What the account keeps; none where there is no account.</summary>
    public PasswordKind Kind { get; }

    /// <summary>Right for <see cref="PasswordKind.NtHash"/> and <see cref="PasswordKind.Reversible"/>.</summary>
    public byte[] NtHash { get; }

    /// <summary>Right for <see cref="PasswordKind.SlowHash"/>.</summary>
    public byte[] SlowHash { get; }

    /// <summary>Right for <see cref="PasswordKind.Reversible"/>: the password in UTF-8.</summary>
    public byte[] Clear { get; }

    public bool HasNtHash => Kind is PasswordKind.NtHash or PasswordKind.Reversible;

    /// <summary>False where it does not open: another key, another account's row, damage. One is opened in any case.</summary>
    public static bool TryOpen(SecretSealer sealer, Account? account, PasswordDecoys decoys, out OpenedPassword opened)
    {
        var kind = account?.PasswordKind ?? PasswordKind.None;
        var isOpen = PasswordSeal.TryOpen(sealer, kind is PasswordKind.None ? decoys.Sealed : account!, out var form);
        opened = isOpen ? new OpenedPassword(kind, form, decoys) : default;
        return isOpen;
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_opened);
        CryptographicOperations.ZeroMemory(_ofReversible);
    }
}

/// <summary>What stands for passwords that are not there, and that nobody has: one of each form, and one to be opened.</summary>
internal sealed class PasswordDecoys
{
    public PasswordDecoys(SecretSealer sealer)
    {
        Sealed = PasswordSeal.CreateDecoy(sealer, PasswordKind.Reversible);
        NtHash = FormOf(sealer, PasswordKind.NtHash);
        SlowHash = FormOf(sealer, PasswordKind.SlowHash);
        Clear = FormOf(sealer, PasswordKind.Reversible);
    }

    public Account Sealed { get; }

    public byte[] NtHash { get; }

    public byte[] SlowHash { get; }

    public byte[] Clear { get; }

    private static byte[] FormOf(SecretSealer sealer, PasswordKind kind) =>
        PasswordSeal.TryOpen(sealer, PasswordSeal.CreateDecoy(sealer, kind), out var form)
            ? form
            : throw new InvalidOperationException("What was sealed this moment opens.");
}
