using Adit.Access.Policies;
using Adit.Protocols.Crypto;
using Adit.Protocols.Ppp;
using Adit.Protocols.Radius;

namespace Adit.Access.Decisions;

/// <summary>
/// Connection request policies before all else: they say who decides a request, this server, others, or nobody. And the one place where
/// every decision passes on its way out, with all that led to it.
/// </summary>
/// <param name="local">Decides here.</param>
/// <param name="policies">The policies in force.</param>
/// <param name="time">For conditions.</param>
public sealed class PolicyAuthority(IAuthority local, Func<PolicySet> policies, TimeProvider time) : IAuthority
{
    /// <summary>The groups of remote servers; null where there are none.</summary>
    public IRemoteAuthorities? Remotes { get; init; }

    /// <summary>Whether MS-CHAP, version 1, is taken from other vendors' gateways; never with a response to LAN Manager's hash.</summary>
    public Func<bool> AllowsMsChapV1 { get; init; } = () => false;

    /// <summary>Who keeps decisions; null for nobody.</summary>
    public IDecisionLog? Log { get; init; }

    /// <inheritdoc/>
    public async ValueTask<AccessReply> DecideAsync(AccessRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var set = policies();
        var route = PolicyEvaluation.Route(set, PolicySubject.Of(request, account: null, time));
        var notes = new DecisionNotes(set, route.Policy ?? PolicySet.Default.Connection[0]);
        var reply = route.Policy switch
        {
            null => Reject(request, route.Reason),
            _ when request.Credentials is AccessCredentials.MsChapV1 first && (first.Exchange.NtResponse.IsEmpty || !AllowsMsChapV1()) =>
                Reject(request, AccessReason.MethodNotAllowed),
            { Authenticate: ConnectionTarget.Accept } => Accept(request, notes),
            { Authenticate: ConnectionTarget.Remote } remote => await ForwardAsync(request, remote, cancellationToken),
            _ => await Judges.AskAsync(local, request, notes, cancellationToken),
        };
        return reply is AccessReply.Challenge ? reply : Tell(request, reply, DecisionOf(request, reply, route, notes));
    }

    /// <inheritdoc/>
    public async ValueTask AccountAsync(AccountingRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        await local.AccountAsync(request, cancellationToken);
        var asked = new AccessRequest(
            new AccessCredentials.Pap(request.UserName, default), request.SessionId, request.Gateway, request.CallingStationId, request.CorrelationId);
        var route = PolicyEvaluation.Route(policies(), PolicySubject.Of(asked, account: null, time));
        if (route.Policy is { ForwardAccounting.Length: > 0 } policy && Remotes?.Find(policy.ForwardAccounting) is { } remote)
            await remote.AccountAsync(request, cancellationToken);
    }

    private async ValueTask<AccessReply> ForwardAsync(AccessRequest request, ConnectionPolicy policy, CancellationToken cancellationToken) =>
        Remotes?.Find(policy.RemoteGroup) is { } remote
            ? await remote.DecideAsync(Renamed(request, policy), cancellationToken)
            : Reject(request, AccessReason.UnknownRemoteGroup);

    private static AccessRequest Renamed(AccessRequest request, ConnectionPolicy policy)
    {
        var name = policy.Rename(request.UserName);
        return name == request.UserName ? request : request with
        {
            Credentials = request.Credentials switch
            {
                AccessCredentials.MsChapV2 chap => new AccessCredentials.MsChapV2(chap.Exchange with { UserName = name }),
                AccessCredentials.MsChapV1 chap => new AccessCredentials.MsChapV1(chap.Exchange with { UserName = name }),
                AccessCredentials.MsChapV2Changed changed => new AccessCredentials.MsChapV2Changed(
                    changed.Change with { Exchange = changed.Change.Exchange with { UserName = name } }),
                AccessCredentials.ChapMd5 chap => new AccessCredentials.ChapMd5(chap.Exchange with { UserName = name }),
                AccessCredentials.Eap eap => eap with { UserName = name },
                AccessCredentials.Pap pap => pap with { UserName = name },
                var other => other,
            },
        };
    }

    /// <summary>Methods that prove the server to the client, or make keys, need a secret that nobody has asked for.</summary>
    private static AccessReply Accept(AccessRequest request, DecisionNotes notes) => request.Credentials is AccessCredentials.Pap or AccessCredentials.ChapMd5 or AccessCredentials.AuthorizeOnly { Method: PppMethod.Pap or PppMethod.ChapMd5 }
        ? new AccessReply.Accept(notes.Rename(request.UserName), ChapIdentifier: 0, AuthenticatorResponse: null, SessionKeys.NotGenerated)
        : Reject(request, AccessReason.MethodNotAllowed);

    private static AccessReply.Reject Reject(AccessRequest request, AccessReason reason) => new(
        reason, request.Credentials.ChapIdentifier, MsChapV2Error.For(reason), MayRetry: false)
    {
        EapPacket = request.Credentials is AccessCredentials.Eap eap ? EapRefusal.Of(eap.Packet) : default,
    };

    private static Decision DecisionOf(AccessRequest request, AccessReply reply, PolicyVerdict<ConnectionPolicy> route, DecisionNotes notes) => new()
    {
        Reason = (reply as AccessReply.Reject)?.Reason ?? AccessReason.None,
        Account = notes.Account,
        ConnectionPolicy = route.Policy?.Name,
        NetworkPolicy = notes.Network?.Policy?.Name,
        RemoteGroup = route.Policy is { Authenticate: ConnectionTarget.Remote } remote ? remote.RemoteGroup : null,
        AuthenticationType = AuthenticationTypes.Of(notes.EapMethod == request.EapMethod ? request : request with { EapMethod = notes.EapMethod }),
        EapMethod = notes.EapMethod,
        HasLocked = notes.HasLocked,
        HasUnlocked = notes.HasUnlocked,
        Remarks = notes.Remarks,
        Trace = [.. route.Trace, .. notes.Network?.Trace ?? []],
    };

    /// <summary>Filters and the networks behind an account may take most of a message: then only the policies' names have room.</summary>
    private static bool IsLong(AccessReply reply) =>
        reply is AccessReply.Accept { Settings: { Filters.Count: > 0 } settings } && settings.Behind.Count + settings.Ipv6Behind.Count > 0;

    private AccessReply Tell(AccessRequest request, AccessReply reply, Decision decision)
    {
        Log?.Record(request, decision);
        var trace = TraceText.Write(decision);
        return reply with { Trace = IsLong(reply) ? string.Join('\n', trace.Split('\n').Take(2)) : trace };
    }
}
