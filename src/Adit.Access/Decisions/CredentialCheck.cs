using System.Security.Cryptography;
using System.Text;
using Adit.Access.Accounts;
using Adit.Access.Sealing;
using Adit.Protocols.Crypto;
using Adit.Protocols.Ppp;
using Adit.Protocols.Radius;

namespace Adit.Access.Decisions;

/// <summary>
/// Checks credentials against an account. A name without account, and an account whose form of password the method cannot use, take the
/// same work on decoys, so that time tells nobody which names exist.
/// </summary>
internal sealed class CredentialCheck(SecretSealer sealer) : IDisposable
{
    private readonly PasswordDecoys _decoys = new(sealer);
    private readonly SemaphoreSlim _slowChecks = new(Math.Max(1, Environment.ProcessorCount / 2)); // leaves room for everyone else's packets

    /// <summary>Checks what was given.</summary>
    /// <param name="account">The account that is meant; null for none.</param>
    /// <param name="credentials">What was given.</param>
    /// <param name="hasSlowHashes">Whether any account has a slow hash: then every check of a PAP password takes the work of one.</param>
    /// <param name="cancellationToken">Ends the waiting for others' slow work.</param>
    public async ValueTask<Proof> CheckAsync(
        Account? account, AccessCredentials credentials, bool hasSlowHashes, CancellationToken cancellationToken)
    {
        if (credentials is AccessCredentials.Certificate or AccessCredentials.Resumed or AccessCredentials.AuthorizeOnly)
            return RightWithoutKeys(); // they were judged before the name was looked up, and tell nobody which names exist
        var isSlow = credentials is AccessCredentials.Pap && (hasSlowHashes || account is { PasswordKind: PasswordKind.SlowHash });
        if (!isSlow)
            return Check(account, credentials, isSlow);

        await _slowChecks.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Check(account, credentials, isSlow), cancellationToken);
        }
        finally
        {
            _slowChecks.Release();
        }
    }

    public void Dispose() => _slowChecks.Dispose();

    private Proof Check(Account? account, AccessCredentials credentials, bool isSlow)
    {
        if (!OpenedPassword.TryOpen(sealer, account, _decoys, out var password))
            return new Proof.Unreadable();

        using (password)
            return credentials switch
            {
                AccessCredentials.MsChapV2 chap => Check(password, chap),
                AccessCredentials.MsChapV1 chap => Check(password, chap),
                AccessCredentials.MsChapV2Changed changed => Check(password, changed.Change),
                AccessCredentials.ChapMd5 chap => Check(password, chap),
                AccessCredentials.Pap pap => Check(password, pap, isSlow),
                _ => new Proof.Unsuitable(),
            };
    }

    private static Proof Check(OpenedPassword password, AccessCredentials.MsChapV2 chap)
    {
        var isRight = MsChapV2.Verify(chap.Exchange, password.NtHash) & password.HasNtHash;
        return isRight ? Prove(chap.Exchange, password.NtHash) : Failed(password, isSuitable: password.HasNtHash);
    }

    private static Proof Check(OpenedPassword password, AccessCredentials.MsChapV1 chap) =>
        MsChapV1.Verify(chap.Exchange, password.NtHash) & password.HasNtHash
            ? RightWithoutKeys() with { ChapMppeKeys = MsChapV1.DeriveKeys(password.NtHash) }
            : Failed(password, isSuitable: password.HasNtHash);

    /// <summary>The old password proves the new one, and the new one makes proof and keys.</summary>
    private static Proof Check(OpenedPassword password, MsChapV2Change change) =>
        MsChapV2PasswordChange.TryRead(change, password.NtHash, out var newPassword) & password.HasNtHash
            ? Prove(change.Exchange, MsChapV2.NtPasswordHash(newPassword!)) with { NewPassword = newPassword }
            : Failed(password, isSuitable: password.HasNtHash);

    private static Proof.Right Prove(MsChapV2Exchange exchange, byte[] ntHash) => new(
        exchange.Identifier, MsChapV2.AuthenticatorResponse(exchange, ntHash), MsChapV2.DeriveKeys(ntHash, exchange.NtResponse.Span));

    private static Proof Check(OpenedPassword password, AccessCredentials.ChapMd5 chap)
    {
        var isSuitable = password.Kind is PasswordKind.Reversible;
        return ChapMd5.Verify(chap.Exchange, password.Clear) & isSuitable ? RightWithoutKeys() : Failed(password, isSuitable);
    }

    /// <summary>Always the NT hash, and the slow one, too, where any account has one: whichever this account has.</summary>
    private static Proof Check(OpenedPassword password, AccessCredentials.Pap pap, bool isSlow)
    {
        var given = pap.Password.Span;
        var isSlowRight = isSlow && SlowHash.Verify(given, password.SlowHash) & password.Kind is PasswordKind.SlowHash;
        var isNtRight = CryptographicOperations.FixedTimeEquals(MsChapV2.NtPasswordHash(Encoding.UTF8.GetString(given)), password.NtHash)
            & password.HasNtHash;
        return isSlowRight || isNtRight ? RightWithoutKeys() : new Proof.Wrong();
    }

    private static Proof.Right RightWithoutKeys() => new(ChapIdentifier: 0, AuthenticatorResponse: null, SessionKeys.NotGenerated);

    private static Proof Failed(OpenedPassword password, bool isSuitable) =>
        isSuitable || password.Kind is PasswordKind.None ? new Proof.Wrong() : new Proof.Unsuitable();
}
