using Adit.Access.Accounts;
using Adit.Protocols.Eap;
using Adit.Protocols.Radius;

namespace Adit.Access.Policies;

/// <summary>A request that somebody makes up, whose maker has proved who they are.</summary>
public sealed record PolicyQuestion
{
    /// <summary>The name given.</summary>
    public required string User { get; init; }

    /// <summary>The account as it would be.</summary>
    public PolicyAccount Account { get; init; } = new(GroupNames.None, DialInPermission.ByPolicy, CallerId: null);

    /// <summary>How they prove who they are.</summary>
    public AuthenticationType AuthenticationType { get; init; } = AuthenticationType.MsChapV2;

    /// <summary>With which EAP method; none where it is none.</summary>
    public EapType EapMethod { get; init; }

    /// <summary>Which gateway asks.</summary>
    public string Gateway { get; init; } = "";

    /// <summary>From where they call.</summary>
    public string CallingStationId { get; init; } = "";

    /// <summary>What else the request says.</summary>
    public AccessAttributes Attributes { get; init; } = AccessAttributes.OfTunnel with { TunnelType = AccessAttributes.Sstp };

    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>As conditions look at it.</summary>
    /// <param name="local">The server's time zone.</param>
    public PolicySubject ToSubject(TimeZoneInfo local) => new()
    {
        Request = new AccessRequest(new AccessCredentials.Pap(User, default), "", Gateway, CallingStationId, null) { Attributes = Attributes },
        Now = At,
        Local = local,
        EapMethod = EapMethod,
        AuthenticationType = AuthenticationType,
        Account = Account,
    };
}

/// <summary>A request with what must come of it: written beside the policies, and run before they are put in force.</summary>
/// <param name="Name">What it shows.</param>
/// <param name="Question">The request.</param>
/// <param name="Expected">What must come of it.</param>
public sealed record PolicyTest(string Name, PolicyQuestion Question, PolicyExpectation Expected)
{
    /// <summary>Why a decision is not the expected one; null where it is.</summary>
    public string? Compare(Decision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        var got = Describe(decision.Reason, decision.NetworkPolicy ?? decision.ConnectionPolicy);
        var isRight = (Expected.Reason is not { } reason || reason == decision.Reason)
            && (Expected.IsGranted is not { } granted || granted == (decision.Reason is AccessReason.None))
            && (Expected.Policy is not { } policy || policy == decision.NetworkPolicy)
            && (Expected.ConnectionPolicy is not { } connection || connection == decision.ConnectionPolicy);
        return isRight ? null : $"the test '{Name}' expects {Expected}, and gets {got}";
    }

    private static string Describe(AccessReason reason, string? policy) =>
        $"{(reason is AccessReason.None ? "accept" : $"reject for reason {(int)reason}")} by {(policy is null ? "no policy" : $"'{policy}'")}";
}

/// <summary>What must come of a request; what is null does not matter.</summary>
/// <param name="IsGranted">Whether they may enter.</param>
/// <param name="Reason">Why not.</param>
/// <param name="Policy">The network policy that decides.</param>
/// <param name="ConnectionPolicy">The connection request policy.</param>
public sealed record PolicyExpectation(bool? IsGranted, AccessReason? Reason, string? Policy, string? ConnectionPolicy)
{
    /// <summary>In words.</summary>
    public override string ToString() => string.Join(", ", new[]
    {
        Reason is { } reason ? $"reject for reason {(int)reason}" : IsGranted is { } granted ? granted ? "accept" : "reject" : "",
        Policy is null ? "" : $"by '{Policy}'",
        ConnectionPolicy is null ? "" : $"over '{ConnectionPolicy}'",
    }.Where(words => words.Length > 0));
}

/// <summary>What policies would say to a request, without asking anybody for a password.</summary>
public static class PolicyTrial
{
    /// <summary>Both lists, as for one who has proved who they are.</summary>
    public static Decision Run(PolicySet set, PolicySubject subject)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(subject);
        var route = PolicyEvaluation.Route(set, subject);
        var decision = new Decision
        {
            Reason = route.Reason,
            ConnectionPolicy = route.Policy?.Name,
            RemoteGroup = route.Policy is { Authenticate: ConnectionTarget.Remote } remote ? remote.RemoteGroup : null,
            AuthenticationType = subject.AuthenticationType,
            EapMethod = subject.EapMethod,
            Trace = route.Trace,
        };
        if (route.Policy is not { Authenticate: ConnectionTarget.Local })
            return decision;

        var network = PolicyEvaluation.Authorize(set, subject);
        return decision with { Reason = network.Reason, NetworkPolicy = network.Policy?.Name, Trace = [.. route.Trace, .. network.Trace] };
    }
}
