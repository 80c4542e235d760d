using System.Security.Cryptography;
using System.Text;
using Adit.Access.Accounts;
using Adit.Access.Sealing;
using Adit.Protocols.Crypto;
using Adit.Protocols.Radius;

namespace Adit.Access.Decisions;

/// <summary>
/// Checks credentials against an account. A name without account, and an account whose form of password the method cannot use, take the
/// same work on a decoy, so that time tells nobody which names exist.
/// </summary>
internal sealed class CredentialCheck(SecretSealer sealer) : IDisposable
{
    private readonly Account _ntDecoy = PasswordSeal.CreateDecoy(sealer, PasswordKind.NtHash);
    private readonly Account _slowDecoy = PasswordSeal.CreateDecoy(sealer, PasswordKind.SlowHash);
    private readonly SemaphoreSlim _slowChecks = new(Math.Max(1, Environment.ProcessorCount / 2)); // leaves room for everyone else's packets

    public async ValueTask<Proof> CheckAsync(Account? account, AccessCredentials credentials, CancellationToken cancellationToken) =>
        credentials switch
        {
            AccessCredentials.MsChapV2 chap => Check(account, chap),
            AccessCredentials.Pap pap => await CheckSlowlyAsync(account, pap, cancellationToken),
            _ => new Proof.Unsuitable(),
        };

    public void Dispose() => _slowChecks.Dispose();

    private Proof Check(Account? account, AccessCredentials.MsChapV2 chap)
    {
        var isSuitable = account is { PasswordKind: PasswordKind.NtHash };
        if (!PasswordSeal.TryOpen(sealer, isSuitable ? account! : _ntDecoy, out var ntHash))
            return new Proof.Unreadable();

        var isRight = MsChapV2.Verify(chap.Exchange, ntHash) && isSuitable;
        Proof failed = account is null || isSuitable ? new Proof.Wrong() : new Proof.Unsuitable();
        var proof = isRight ? Prove(chap, ntHash) : failed;
        CryptographicOperations.ZeroMemory(ntHash);
        return proof;
    }

    private static Proof.Right Prove(AccessCredentials.MsChapV2 chap, byte[] ntHash) => new(
        chap.Exchange.Identifier,
        MsChapV2.AuthenticatorResponse(chap.Exchange, ntHash),
        MsChapV2.DeriveKeys(ntHash, chap.Exchange.NtResponse.Span));

    private async ValueTask<Proof> CheckSlowlyAsync(Account? account, AccessCredentials.Pap pap, CancellationToken cancellationToken)
    {
        await _slowChecks.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Check(account, pap), cancellationToken);
        }
        finally
        {
            _slowChecks.Release();
        }
    }

    /// <summary>Always both hashes, whichever the account has.</summary>
    private Proof Check(Account? account, AccessCredentials.Pap pap)
    {
        var kind = account?.PasswordKind ?? PasswordKind.None;
        if (!PasswordSeal.TryOpen(sealer, kind is PasswordKind.SlowHash ? account! : _slowDecoy, out var slowHash)
            || !PasswordSeal.TryOpen(sealer, kind is PasswordKind.NtHash ? account! : _ntDecoy, out var ntHash))
            return new Proof.Unreadable();

        var isSlowRight = SlowHash.Verify(pap.Password.Span, slowHash);
        var isNtRight = CryptographicOperations.FixedTimeEquals(MsChapV2.NtPasswordHash(Encoding.UTF8.GetString(pap.Password.Span)), ntHash);
        CryptographicOperations.ZeroMemory(ntHash);
        var isRight = (kind is PasswordKind.SlowHash && isSlowRight) || (kind is PasswordKind.NtHash && isNtRight);
        return isRight ? new Proof.Right(ChapIdentifier: 0, AuthenticatorResponse: null, SessionKeys.NotGenerated) : new Proof.Wrong();
    }
}
