using System.Security.Cryptography;
using System.Text;
using Adit.Access.Accounts;
using Adit.Access.Sealing;
using Adit.Protocols.Crypto;

namespace Adit.Access.Decisions;

/// <summary>
/// What an account keeps of its password, opened for one check, and decoys for what it does not keep: the work is the same for every
/// account and for none. Zeroed when disposed.
/// </summary>
internal readonly struct OpenedPassword : IDisposable
{
    private readonly byte[] _ofReversible;

    private OpenedPassword(PasswordKind kind, byte[] ntHash, byte[] slowHash, byte[] clear)
    {
        (Kind, SlowHash, Clear) = (kind, slowHash, clear);
        _ofReversible = MsChapV2.NtPasswordHash(Encoding.UTF8.GetString(clear));
        NtHash = kind is PasswordKind.Reversible ? _ofReversible : ntHash;
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

    /// <summary>False where something does not open: another key, another account's row, damage.</summary>
    public static bool TryOpen(SecretSealer sealer, Account? account, PasswordDecoys decoys, out OpenedPassword opened)
    {
        var kind = account?.PasswordKind ?? PasswordKind.None;
        var isOpen = PasswordSeal.TryOpen(sealer, Pick(PasswordKind.NtHash, decoys.NtHash), out var ntHash)
            & PasswordSeal.TryOpen(sealer, Pick(PasswordKind.SlowHash, decoys.SlowHash), out var slowHash)
            & PasswordSeal.TryOpen(sealer, Pick(PasswordKind.Reversible, decoys.Reversible), out var clear);
        opened = isOpen ? new OpenedPassword(kind, ntHash, slowHash, clear) : default;
        return isOpen;

        Account Pick(PasswordKind wanted, Account decoy) => kind == wanted ? account! : decoy;
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(NtHash);
        CryptographicOperations.ZeroMemory(_ofReversible);
        CryptographicOperations.ZeroMemory(Clear);
    }
}

/// <summary>Accounts that nobody can enter with, one for each form of password.</summary>
internal sealed class PasswordDecoys(SecretSealer sealer)
{
    public Account NtHash { get; } = PasswordSeal.CreateDecoy(sealer, PasswordKind.NtHash);

    public Account SlowHash { get; } = PasswordSeal.CreateDecoy(sealer, PasswordKind.SlowHash);

    public Account Reversible { get; } = PasswordSeal.CreateDecoy(sealer, PasswordKind.Reversible);
}
