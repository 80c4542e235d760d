using Adit.Access.Accounting;
using Adit.Access.Accounts;
using Adit.Access.Denials;
using Adit.Access.Sealing;
using Adit.Protocols.Radius;

namespace Adit.Access.Decisions;

/// <summary>
/// Decides from our own accounts. Who has not proved to know the password learns one thing only, E=691 in the same time, whether the
/// name is unknown, the password wrong, or the account locked; the reason beside it is for our records. Who has proved it learns more.
/// </summary>
public sealed class BuiltInAuthority(
    IAccountSource accounts, ISessionStore sessions, SecretSealer sealer, Func<AccessOptions> options, TimeProvider time)
    : IAuthority, IDisposable
{
    private readonly CredentialCheck _credentials = new(sealer);
    private readonly PasswordChange _change = new(accounts, sealer, time);

    /// <summary>Who is denied; null where nobody can be.</summary>
    public DenyList? Denials { get; init; }

    /// <inheritdoc/>
    public async ValueTask<AccessReply> DecideAsync(AccessRequest request, CancellationToken cancellationToken)
    {
        if (Denials is not null)
            await Denials.RefreshAsync(cancellationToken);
        var isName = AccountName.TryParseUserName(request.UserName, out var name);
        var account = isName ? await accounts.FindAsync(name!, cancellationToken) : null;
        var proof = await _credentials.CheckAsync(account, request.Credentials, accounts.HasSlowHashes, cancellationToken);
        var reason = Judge(account, proof, request.CallingStationId, time.GetUtcNow());
        if (proof is Proof.Right && reason is not AccessReason.AccountLocked && IsDenied(account, request.Credentials))
            reason = AccessReason.OnDenyList;
        if (proof is Proof.Right { NewPassword: { } password })
            reason = await ChangeAsync(account!, password, reason, request.CallingStationId, cancellationToken);
        if (reason is AccessReason.None && proof is Proof.Right right && account is not null)
            return await AcceptAsync(account, right, cancellationToken);

        return await RejectAsync(name, request.Credentials, proof, reason, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask AccountAsync(AccountingRequest request, CancellationToken cancellationToken) =>
        sessions.RecordAsync(request, time.GetUtcNow(), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _credentials.Dispose();

    /// <summary>A lock comes before the password: while it lasts, even the right one tells nothing.</summary>
    private AccessReason Judge(Account? account, Proof proof, string callingStationId, DateTimeOffset now) => (account, proof) switch
    {
        (null, _) => AccessReason.NoSuchUser,
        (_, Proof.Unreadable) => AccessReason.InternalError,
        ({ } locked, _) when locked.IsLockedAt(now) => AccessReason.AccountLocked,
        (_, Proof.Unsuitable) => AccessReason.NoSuitablePassword,
        (_, Proof.Wrong) => AccessReason.WrongCredentials,
        ({ } proved, _) => AccountRules.JudgeState(proved, options().PasswordMaxAge, now, time.LocalTimeZone) is not AccessReason.None and var state
            ? state
            : AccountRules.JudgeDialIn(proved, callingStationId),
    };

    /// <summary>Only who has proved to be somebody learns that they are denied.</summary>
    private bool IsDenied(Account? account, AccessCredentials credentials) => Denials is not null && account is not null
        && (Denials.Denies(account) || (credentials is AccessCredentials.Certificate certificate && Denials.DeniesCertificate(certificate.Fingerprint)));

    /// <summary>Only an expired password is changed, and only by who could then come in.</summary>
    private async ValueTask<AccessReason> ChangeAsync(
        Account account, string password, AccessReason reason, string callingStationId, CancellationToken cancellationToken) => reason switch
    {
        AccessReason.None => AccessReason.PasswordChangeFailed,
        AccessReason.PasswordExpired when AccountRules.JudgeDialIn(account, callingStationId) is var dialIn and not AccessReason.None => dialIn,
        AccessReason.PasswordExpired => await _change.ChangeAsync(account, password, options(), cancellationToken),
        _ => reason,
    };

    private async ValueTask<AccessReply> AcceptAsync(Account account, Proof.Right right, CancellationToken cancellationToken)
    {
        if (!await accounts.RecordEntryAsync(account.Name, time.GetUtcNow(), cancellationToken))
            return Reject(AccessReason.AccountLocked, right.ChapIdentifier);

        var current = options();
        return new AccessReply.Accept(account.Name.Value, right.ChapIdentifier, right.AuthenticatorResponse, right.Keys)
        {
            SessionTimeout = AccountRules.LimitSession(account, current.SessionTimeout, time.GetUtcNow(), time.LocalTimeZone),
            IdleTimeout = account.IdleTimeout ?? current.IdleTimeout,
            Class = account.Class,
            FramedIpAddress = account.Address,
            FramedIpv6Prefix = account.Ipv6Prefix,
        };
    }

    private async ValueTask<AccessReply> RejectAsync(
        AccountName? name, AccessCredentials credentials, Proof proof, AccessReason reason, CancellationToken cancellationToken)
    {
        var isGuess = reason is AccessReason.AccountLocked || proof is Proof.Wrong or Proof.Unsuitable;
        if (isGuess)
            await accounts.RecordFailureAsync(name, options().Lockout, time.GetUtcNow(), cancellationToken);

        return Reject(reason, IdentifierOf(credentials));
    }

    private static byte IdentifierOf(AccessCredentials credentials) => credentials switch
    {
        AccessCredentials.MsChapV2 chap => chap.Exchange.Identifier,
        AccessCredentials.MsChapV2Changed changed => changed.Change.Exchange.Identifier,
        _ => 0,
    };

    /// <summary>Leave to try again must not depend on whether the account exists or has just been locked, or it would tell.</summary>
    private static AccessReply.Reject Reject(AccessReason reason, byte chapIdentifier)
    {
        var error = MsChapV2Error.For(reason);
        return new AccessReply.Reject(reason, chapIdentifier, error, MayRetry: error == MsChapV2Error.AuthenticationFailure);
    }
}
