using System.Net.Sockets;
using System.Text;
using Adit.Access.Accounting;
using Adit.Access.Accounts;
using Adit.Access.Denials;
using Adit.Access.Policies;
using Adit.Access.Sealing;
using Adit.Protocols.Eap;
using Adit.Protocols.Ip;
using Adit.Protocols.Radius;

namespace Adit.Access.Decisions;

/// <summary>
/// Decides from our own accounts. Who has not proved to know the password learns one thing only, E=691 in the same time, whether the
/// name is unknown, the password wrong, or the account locked; the reason beside it is for our records. Who has proved it learns more.
/// </summary>
public sealed class BuiltInAuthority(
    IAccountSource accounts, ISessionStore sessions, SecretSealer sealer, Func<AccessOptions> options, TimeProvider time)
    : IAuthority, IJudge, IEapOffer, IDisposable
{
    private readonly CredentialCheck _credentials = new(sealer);
    private readonly PasswordChange _change = new(accounts, sealer, time);

    /// <summary>Who is denied; null where nobody can be.</summary>
    public DenyList? Denials { get; init; }

    /// <inheritdoc/>
    public ValueTask<AccessReply> DecideAsync(AccessRequest request, CancellationToken cancellationToken) =>
        DecideAsync(request, DecisionNotes.Default, cancellationToken);

    /// <inheritdoc/>
    ValueTask<AccessReply> IJudge.DecideAsync(AccessRequest request, DecisionNotes notes, CancellationToken cancellationToken) =>
        DecideAsync(request, notes, cancellationToken);

    /// <inheritdoc/>
    async ValueTask<IReadOnlyList<EapType>> IEapOffer.FindOfferAsync(
        AccessRequest request, string identity, DecisionNotes notes, CancellationToken cancellationToken)
    {
        var (_, account) = await FindAsync(notes.Rename(IdentityReader.ReadRealm(identity, options())), cancellationToken);
        var subject = SubjectOf(request, account) with { IsAccountOpen = account is null };
        var offer = PolicyEvaluation.Offer(notes.Policies, subject, options().EapMethods, out var verdict);
        (notes.Network, notes.Account) = (verdict, account?.Name.Value);
        return offer;
    }

    private async ValueTask<AccessReply> DecideAsync(AccessRequest request, DecisionNotes notes, CancellationToken cancellationToken)
    {
        if (Denials is not null)
            await Denials.RefreshAsync(cancellationToken);
        if (IdentityReader.Describe(request, options()) is { Count: > 0 } reading)
            notes.Remarks = reading;
        request = IdentityReader.Read(request, options());
        var isOpen = request.Credentials is AccessCredentials.AuthorizeOnly;
        var (name, account) = await FindAsync(notes.Rename(request.UserName), cancellationToken);
        notes.Account = account?.Name.Value;
        var proof = await _credentials.CheckAsync(account, request.Credentials, accounts.HasSlowHashes, cancellationToken);
        var reason = isOpen ? JudgeOpen(account, time.GetUtcNow()) : Judge(account, proof, HoldsLock(request.Credentials), time.GetUtcNow());
        if (reason is AccessReason.AccountLocked) // for the record alone: who called is told the same either way
            notes.Remarks = [.. notes.Remarks, new("password.given", proof is Proof.Right ? "right" : "wrong")];
        if (proof is Proof.Right && reason is not AccessReason.AccountLocked && IsDenied(account, request.Credentials))
            reason = AccessReason.OnDenyList;
        if (proof is Proof.Right { NewPassword: { } password })
            reason = await ChangeAsync(request, notes, account!, password, reason, cancellationToken);
        if (reason is AccessReason.None && proof is Proof.Right right && account is not null)
        {
            var verdict = Authorize(request, notes, account);
            reason = verdict.Reason;
            if (verdict is { Reason: AccessReason.None, Policy: { } policy })
                return isOpen ? Accept(account, right, policy) : await AcceptAsync(account, right, policy, notes, HoldsLock(request.Credentials), cancellationToken);
        }

        return await RejectAsync(name, account, request.Credentials, proof, reason, notes, cancellationToken);
    }

    private async ValueTask<(AccountName? Name, Account? Account)> FindAsync(string userName, CancellationToken cancellationToken) =>
        AccountName.TryParseUserName(userName, out var name) ? (name, await accounts.FindAsync(name, cancellationToken)) : (null, null);

    private PolicySubject SubjectOf(AccessRequest request, Account? account) =>
        PolicySubject.Of(request, account is null ? null : PolicyAccount.Of(account), time);

    /// <inheritdoc/>
    public ValueTask AccountAsync(AccountingRequest request, CancellationToken cancellationToken) =>
        sessions.RecordAsync(request, time.GetUtcNow(), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _credentials.Dispose();

    /// <summary>A lock comes before the password: while it lasts, even the right one tells nothing.</summary>
    private AccessReason Judge(Account? account, Proof proof, bool holdsLock, DateTimeOffset now) => (account, proof) switch
    {
        (null, _) => AccessReason.NoSuchUser,
        (_, Proof.Unreadable) => AccessReason.InternalError,
        ({ } locked, _) when holdsLock && locked.IsLockedAt(now) => AccessReason.AccountLocked,
        (_, Proof.Unsuitable) => AccessReason.NoSuitablePassword,
        (_, Proof.Wrong) => AccessReason.WrongCredentials,
        ({ } proved, _) => AccountRules.JudgeState(proved, options().PasswordMaxAge, now, time.LocalTimeZone),
    };

    /// <summary>Whoever shows a certificate has guessed nothing.</summary>
    private bool HoldsLock(AccessCredentials credentials) =>
        credentials is not AccessCredentials.Certificate || options().LockoutHolds is LockoutScope.Everything;

    /// <summary>Who is in already: a lock keeps guessers out, and an old password is asked for at the door; neither ends a session.</summary>
    private AccessReason JudgeOpen(Account? account, DateTimeOffset now) =>
        account is null ? AccessReason.NoSuchUser
        : AccountRules.JudgeState(account, options().PasswordMaxAge, now, time.LocalTimeZone) is not AccessReason.PasswordExpired and var reason ? reason
        : AccessReason.None;

    /// <summary>Only who has proved to be somebody learns that they are denied.</summary>
    private bool IsDenied(Account? account, AccessCredentials credentials) => Denials is not null && account is not null
        && (Denials.Denies(account) || (credentials is AccessCredentials.Certificate certificate && Denials.DeniesCertificate(certificate.Fingerprint)));

    /// <summary>Only an expired password is changed, and only by who could then come in.</summary>
    private async ValueTask<AccessReason> ChangeAsync(
        AccessRequest request, DecisionNotes notes, Account account, string password, AccessReason reason, CancellationToken cancellationToken) => reason switch
    {
        AccessReason.None => AccessReason.PasswordChangeFailed,
        AccessReason.PasswordExpired when Authorize(request, notes, account) is { Reason: not AccessReason.None } refusal => refusal.Reason,
        AccessReason.PasswordExpired when PasswordChange.WhyKept(account, options()) is { } why => Keep(notes, why),
        AccessReason.PasswordExpired => await _change.ChangeAsync(account, password, options(), cancellationToken),
        _ => reason,
    };

    private static AccessReason Keep(DecisionNotes notes, string why)
    {
        notes.Remarks = [.. notes.Remarks, new("password.change", why)];
        return AccessReason.PasswordChangeNotAllowed;
    }

    private PolicyVerdict<NetworkPolicy> Authorize(AccessRequest request, DecisionNotes notes, Account account) =>
        notes.Network = PolicyEvaluation.Authorize(notes.Policies, SubjectOf(request, account));

    private async ValueTask<AccessReply> AcceptAsync(
        Account account, Proof.Right right, NetworkPolicy policy, DecisionNotes notes, bool holdsLock, CancellationToken cancellationToken)
    {
        var entering = holdsLock
            ? accounts.RecordEntryAsync(account.Name, time.GetUtcNow(), cancellationToken)
            : accounts.RecordCertificateEntryAsync(account.Name, time.GetUtcNow(), cancellationToken);
        if (!await entering)
            return Reject(AccessReason.AccountLocked, right.ChapIdentifier);

        notes.HasUnlocked = holdsLock && account.HasOutlastedLockAt(time.GetUtcNow());
        return Accept(account, right, policy);
    }

    private AccessReply.Accept Accept(Account account, Proof.Right right, NetworkPolicy policy)
    {
        var current = options();
        return new AccessReply.Accept(account.Name.Value, right.ChapIdentifier, right.AuthenticatorResponse, right.Keys)
        {
            SessionTimeout = AccountRules.LimitSession(
                account, policy.LimitSession(current.SessionTimeout, time.GetUtcNow(), time.LocalTimeZone), time.GetUtcNow(), time.LocalTimeZone),
            IdleTimeout = account.IdleTimeout ?? policy.IdleTimeout ?? current.IdleTimeout,
            Settings = SettingsOf(account, policy).With(account.Settings),
            ReplyMessage = account.ReplyMessage,
            Classes = ClassesOf(account, policy),
            FramedIpAddress = account.Address,
            FramedIpv6Prefix = account.Ipv6Prefix,
            ChapMppeKeys = right.ChapMppeKeys,
        };
    }

    private static SessionSettings SettingsOf(Account account, NetworkPolicy policy) => account.Routes.Networks.Count == 0 ? policy.Settings : policy.Settings with
    {
        Behind = [.. account.Routes.Networks.Where(network => network.BaseAddress.AddressFamily is AddressFamily.InterNetwork)
            .Select(network => new Ipv4Network(Ipv4Address.Read(network.BaseAddress.GetAddressBytes()), network.PrefixLength))],
        Ipv6Behind = [.. account.Routes.Networks.Where(network => network.BaseAddress.AddressFamily is AddressFamily.InterNetworkV6)
            .Select(network => new Ipv6Prefix(Ipv6Address.Read(network.BaseAddress.GetAddressBytes()), network.PrefixLength))],
    };

    private static IReadOnlyList<ReadOnlyMemory<byte>> ClassesOf(Account account, NetworkPolicy policy) =>
        !account.Class.IsEmpty ? [account.Class] : policy.Class.Length > 0 ? [Encoding.UTF8.GetBytes(policy.Class)] : [];

    private async ValueTask<AccessReply> RejectAsync(
        AccountName? name, Account? account, AccessCredentials credentials, Proof proof, AccessReason reason, DecisionNotes notes,
        CancellationToken cancellationToken)
    {
        var isGuess = reason is AccessReason.AccountLocked || proof is Proof.Wrong or Proof.Unsuitable;
        if (isGuess)
        {
            var now = time.GetUtcNow();
            notes.HasUnlocked = account?.HasOutlastedLockAt(now) is true;
            notes.HasLocked = await accounts.RecordFailureAsync(name, options().Lockout, now, cancellationToken);
        }

        return Reject(reason, credentials.ChapIdentifier);
    }

    /// <summary>Leave to try again must not depend on whether the account exists or has just been locked, or it would tell.</summary>
    private static AccessReply.Reject Reject(AccessReason reason, byte chapIdentifier)
    {
        var error = MsChapV2Error.For(reason);
        return new AccessReply.Reject(reason, chapIdentifier, error, MayRetry: error == MsChapV2Error.AuthenticationFailure);
    }
}
