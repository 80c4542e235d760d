using System.Security.Cryptography;
using System.Text;
using Adit.Access.Accounts;
using Adit.Access.Sealing;
using Adit.Protocols.Crypto;
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

    public async ValueTask<Proof> CheckAsync(Account? account, AccessCredentials credentials, CancellationToken cancellationToken)
    {
        if (credentials is AccessCredentials.Certificate or AccessCredentials.Resumed)
            return RightWithoutKeys(); // they were judged before the name was looked up, and tell nobody which names exist
        if (credentials is not AccessCredentials.Pap)
            return Check(account, credentials);

        await _slowChecks.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Check(account, credentials), cancellationToken);
        }
        finally
        {
            _slowChecks.Release();
        }
    }

    public void Dispose() => _slowChecks.Dispose();

    private Proof Check(Account? account, AccessCredentials credentials)
    {
        if (!OpenedPassword.TryOpen(sealer, account, _decoys, out var password))
            return new Proof.Unreadable();

        using (password)
            return credentials switch
            {
                AccessCredentials.MsChapV2 chap => Check(password, chap),
                AccessCredentials.ChapMd5 chap => Check(password, chap),
                AccessCredentials.Pap pap => Check(password, pap),
                _ => new Proof.Unsuitable(),
            };
    }

    private static Proof Check(OpenedPassword password, AccessCredentials.MsChapV2 chap)
    {
        var isRight = MsChapV2.Verify(chap.Exchange, password.NtHash) & password.HasNtHash;
        return isRight ? Prove(chap, password.NtHash) : Failed(password, isSuitable: password.HasNtHash);
    }

    private static Proof.Right Prove(AccessCredentials.MsChapV2 chap, byte[] ntHash) => new(
        chap.Exchange.Identifier,
        MsChapV2.AuthenticatorResponse(chap.Exchange, ntHash),
        MsChapV2.DeriveKeys(ntHash, chap.Exchange.NtResponse.Span));

    private static Proof Check(OpenedPassword password, AccessCredentials.ChapMd5 chap)
    {
        var isSuitable = password.Kind is PasswordKind.Reversible;
        return ChapMd5.Verify(chap.Exchange, password.Clear) & isSuitable ? RightWithoutKeys() : Failed(password, isSuitable);
    }

    /// <summary>Always both hashes, whichever the account has.</summary>
    private static Proof Check(OpenedPassword password, AccessCredentials.Pap pap)
    {
        var given = pap.Password.Span;
        var isSlowRight = SlowHash.Verify(given, password.SlowHash) & password.Kind is PasswordKind.SlowHash;
        var isNtRight = CryptographicOperations.FixedTimeEquals(MsChapV2.NtPasswordHash(Encoding.UTF8.GetString(given)), password.NtHash)
            & password.HasNtHash;
        return isSlowRight || isNtRight ? RightWithoutKeys() : new Proof.Wrong();
    }

    private static Proof.Right RightWithoutKeys() => new(ChapIdentifier: 0, AuthenticatorResponse: null, SessionKeys.NotGenerated);

    private static Proof Failed(OpenedPassword password, bool isSuitable) =>
        isSuitable || password.Kind is PasswordKind.None ? new Proof.Wrong() : new Proof.Unsuitable();
}
