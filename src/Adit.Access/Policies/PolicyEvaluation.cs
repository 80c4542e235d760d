using Adit.Access.Accounts;
using Adit.Protocols.Eap;
using Adit.Protocols.Radius;

namespace Adit.Access.Policies;

/// <summary>What a list of policies comes to.</summary>
/// <param name="Policy">The one that matched; null for none.</param>
/// <param name="Reason">Why they are refused; none where they are not.</param>
/// <param name="Trace">All that were looked at.</param>
public sealed record PolicyVerdict<T>(T? Policy, AccessReason Reason, IReadOnlyList<PolicyTrace> Trace)
    where T : class;

/// <summary>The first policy whose conditions all hold decides, and no other is looked at. Pure.</summary>
public static class PolicyEvaluation
{
    /// <summary>Which connection request policy matches.</summary>
    public static PolicyVerdict<ConnectionPolicy> Route(PolicySet set, PolicySubject subject)
    {
        ArgumentNullException.ThrowIfNull(set);
        var trace = new List<PolicyTrace>();
        foreach (var policy in set.Connection)
        {
            if (policy.IsEnabled && Look(PolicyKind.Connection, policy.Name, policy.Conditions, subject, trace))
                return new(policy, AccessReason.None, trace);
        }

        return new(null, AccessReason.NoConnectionPolicy, trace);
    }

    /// <summary>Whether one who has proved who they are may enter.</summary>
    public static PolicyVerdict<NetworkPolicy> Authorize(PolicySet set, PolicySubject subject)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(subject);
        var trace = new List<PolicyTrace>();
        foreach (var policy in set.Network)
        {
            if (policy.IsEnabled && Look(PolicyKind.Network, policy.Name, policy.Conditions, subject, trace))
                return new(policy, Judge(policy, subject, trace), trace);
        }

        return new(null, AccessReason.NoNetworkPolicy, trace);
    }

    /// <summary>
    /// Which EAP methods are offered to one who has said a name and proved nothing: those of the first policy that at least one of its
    /// methods could satisfy. None where it is refused. Where nobody knows yet whose account it will be, as behind an anonymous name, those
    /// of every policy that could be met, up to the first that asks nothing of the account.
    /// </summary>
    /// <param name="set">The policies.</param>
    /// <param name="subject">What is known.</param>
    /// <param name="serverTypes">The methods of policies that name none.</param>
    /// <param name="verdict">The policy, or why they are refused.</param>
    public static IReadOnlyList<EapType> Offer(
        PolicySet set, PolicySubject subject, IReadOnlyList<EapType> serverTypes, out PolicyVerdict<NetworkPolicy> verdict)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(subject);
        var trace = new List<PolicyTrace>();
        var offer = new List<EapType>();
        PolicyVerdict<NetworkPolicy>? first = null;
        foreach (var policy in set.Network.Where(policy => policy.IsEnabled))
        {
            var candidates = (policy.EapTypes.Count > 0 ? policy.EapTypes : serverTypes).Select(type => (Type: type, Subject: With(subject, type))).ToList();
            var offered = candidates.Where(one => policy.Conditions.All(condition => condition.Look(one.Subject).Holds)).ToList();
            Look(PolicyKind.Network, policy.Name, policy.Conditions, (offered.Count > 0 ? offered : candidates)[0].Subject, trace);
            if (offered.Count == 0)
                continue;

            var allowed = offered.Where(one => policy.Constraints.All(constraint => constraint.Condition.Look(one.Subject).Holds)).ToList();
            var reason = JudgeConstraints(policy, (allowed.Count > 0 ? allowed : offered)[0].Subject, trace);
            offer.AddRange(allowed.Select(one => one.Type));
            if (first is null || (first.Reason is not AccessReason.None && reason is AccessReason.None))
                first = new(policy, reason, trace);
            if (!subject.IsAccountOpen || policy.Conditions.All(condition => condition.Look(offered[0].Subject with { IsAccountOpen = false }).Holds))
                break; // it holds whoever it is
        }

        verdict = first ?? new(null, AccessReason.NoNetworkPolicy, trace);
        return [.. offer.Distinct()];
    }

    private static PolicySubject With(PolicySubject subject, EapType type) => subject with
    {
        EapMethod = type,
        AuthenticationType = AuthenticationTypes.Of(subject.Request with { EapMethod = type }),
    };

    private static bool Look(PolicyKind kind, string name, IReadOnlyList<Condition> conditions, PolicySubject subject, List<PolicyTrace> trace)
    {
        var looked = new List<ConditionTrace>();
        foreach (var condition in conditions)
        {
            looked.Add(condition.Look(subject));
            if (!looked[^1].Holds)
                break;
        }

        var matches = looked.TrueForAll(one => one.Holds);
        trace.Add(new PolicyTrace(kind, name, matches, looked, []));
        return matches;
    }

    /// <summary>Permission comes before the constraints: whom the policy does not want learns nothing of its hours.</summary>
    private static AccessReason Judge(NetworkPolicy policy, PolicySubject subject, List<PolicyTrace> trace)
    {
        var permission = policy.IgnoresDialIn ? DialInPermission.ByPolicy : subject.Account?.Permission ?? DialInPermission.ByPolicy;
        var isGranted = permission is DialInPermission.Allow || (permission is DialInPermission.ByPolicy && policy.Grants);
        var words = policy.IgnoresDialIn ? $"{(policy.Grants ? "grant" : "deny")}, account ignored" : $"{(policy.Grants ? "grant" : "deny")}, account {Word(permission)}";
        Add(trace, new ConditionTrace("permission", "grant", words, isGranted));
        if (!isGranted)
            return AccessReason.DialInDenied;

        if (!policy.IgnoresDialIn && subject.Account?.CallerId is { } station)
        {
            var isThere = station.Matches(subject.Request.CallingStationId);
            Add(trace, new ConditionTrace("callerId", station.Text, subject.Request.CallingStationId, isThere));
            if (!isThere)
                return AccessReason.CallingStationMismatch;
        }

        return JudgeConstraints(policy, subject, trace);
    }

    private static AccessReason JudgeConstraints(NetworkPolicy policy, PolicySubject subject, List<PolicyTrace> trace)
    {
        foreach (var constraint in policy.Constraints)
        {
            var look = constraint.Condition.Look(subject);
            Add(trace, look);
            if (!look.Holds)
                return constraint.Reason;
        }

        if (policy.EapTypes.Count == 0 || subject.EapMethod is EapType.None)
            return AccessReason.None;

        var method = new Condition.Eap("eapTypes", policy.EapTypes).Look(subject);
        Add(trace, method);
        return method.Holds ? AccessReason.None : AccessReason.MethodNotAllowed;
    }

    private static void Add(List<PolicyTrace> trace, ConditionTrace constraint) =>
        trace[^1] = trace[^1] with { Constraints = [.. trace[^1].Constraints, constraint] };

    private static string Word(DialInPermission permission) => permission switch
    {
        DialInPermission.Allow => "allow",
        DialInPermission.Deny => "deny",
        _ => "policy",
    };
}
