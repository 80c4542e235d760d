using Adit.Access.Accounts;
using Adit.Protocols.Eap;
using Adit.Protocols.Radius;

namespace Adit.Access.Policies;

/// <summary>All that conditions can look at.</summary>
public sealed record PolicySubject
{
    /// <summary>The request.</summary>
    public required AccessRequest Request { get; init; }

    /// <summary>The time.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The server's time zone.</summary>
    public required TimeZoneInfo Local { get; init; }

    /// <summary>The EAP method; none where there is none.</summary>
    public EapType EapMethod { get; init; }

    /// <summary>How they prove who they are.</summary>
    public AuthenticationType AuthenticationType { get; init; }

    /// <summary>The account, as far as policies know it; null where there is none of this name.</summary>
    public PolicyAccount? Account { get; init; }

    /// <summary>
    /// Whether the account is still to be found: the outer name of a protected method need not be one, and a name that does not exist must
    /// not be told from one that does. Its groups are then taken for the right ones, until the method has ended.
    /// </summary>
    public bool IsAccountOpen { get; init; }

    /// <summary>A subject as a request has it.</summary>
    public static PolicySubject Of(AccessRequest request, PolicyAccount? account, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(time);
        return new PolicySubject
        {
            Request = request,
            Now = time.GetUtcNow(),
            Local = time.LocalTimeZone,
            EapMethod = request.EapMethod,
            AuthenticationType = AuthenticationTypes.Of(request),
            Account = account,
        };
    }
}

/// <summary>What policies look at in an account.</summary>
/// <param name="Groups">The groups it is in.</param>
/// <param name="Permission">Its own permission to dial in.</param>
/// <param name="CallerId">The only station that it may call from; null for any.</param>
public sealed record PolicyAccount(GroupNames Groups, DialInPermission Permission, CallerStation? CallerId)
{
    /// <summary>Of an account.</summary>
    public static PolicyAccount Of(Account account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return new(account.Groups, account.Permission, account.CallerId);
    }
}
