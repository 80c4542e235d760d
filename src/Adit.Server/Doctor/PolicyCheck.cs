using Adit.Access.Policies;
using Adit.Diagnosis.Findings;
using Adit.Protocols.Radius;
using Adit.Server.Configuration;
using Adit.Server.Control;

namespace Adit.Server.Doctor;

/// <summary>Looks for policies that can never decide, for those that deny too late or not at all, and for those that ask nobody.</summary>
internal sealed class PolicyCheck : IServerCheck
{
    private const string Allow = "allow";
    private const int MaxNamed = 10;
    private static readonly string[] WordsOfDenial = ["deny", "denied", "block", "blocked", "reject", "rejected", "forbid", "forbidden"];

    public string Component => "policies";

    public async Task<IReadOnlyList<Finding>> RunAsync(ServerSight sight, CancellationToken cancellation)
    {
        var accounts = sight.Client is { } client ? await client.ListAccountsAsync(cancellation) : null;
        var groups = accounts?.SelectMany(account => account.Groups).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
        [
            .. Judge(sight.Configuration.Policies, groups), .. JudgeAccounts(sight.Configuration.Policies, accounts ?? []), .. JudgeTargets(sight.Configuration),
        ];
    }

    /// <summary>Whoever matches a policy that asks a group of servers which is not there is refused.</summary>
    internal static IEnumerable<Finding> JudgeTargets(ServerConfiguration configuration) => configuration.Policies.Connection
        .Where(policy => policy is { IsEnabled: true, Authenticate: ConnectionTarget.Remote } && configuration.Radius.Groups.All(group => group.Name != policy.RemoteGroup))
        .Select(policy => Finding.AtServer("policies", new AccessFailure.UnknownRemoteGroup(), $"'{policy.Name}' asks '{policy.RemoteGroup}', which is not under 'radius.groups'"));

    /// <summary>An account that says "allow" enters by whichever policy matches it, one that denies, too.</summary>
    internal static IEnumerable<Finding> JudgeAccounts(PolicySet policies, IReadOnlyList<AccountView> accounts)
    {
        var allowed = accounts.Where(account => account.Permission == Allow).Select(account => account.Name).ToList();
        if (allowed.Count > 0 && policies.Network.Any(policy => policy is { IsEnabled: true, Grants: false, IgnoresDialIn: false }))
            yield return Finding.AtServer("policies", new ServerFault.AccountsOverride([.. allowed.Take(MaxNamed)], allowed.Count), state: FindingState.Warning);
    }

    /// <summary>What is to be said of the policies.</summary>
    /// <param name="policies">In their order.</param>
    /// <param name="groups">The groups that accounts are in; null where that is not known.</param>
    internal static IReadOnlyList<Finding> Judge(PolicySet policies, IReadOnlySet<string>? groups)
    {
        var enabled = policies.Network.Where(policy => policy.IsEnabled).ToList();
        List<Finding> found = [.. enabled.SelectMany((policy, at) => JudgeOne(policy, enabled[..at], groups))];
        return found.Count > 0 ? found : [Finding.Good("policies", "Every policy can decide.", enabled.Count == 1 ? "1 network policy" : $"{enabled.Count} network policies")];
    }

    private static IEnumerable<Finding> JudgeOne(NetworkPolicy policy, List<NetworkPolicy> before, IReadOnlySet<string>? groups)
    {
        if (before.Find(earlier => IsBroader(earlier, policy)) is { } broader)
            yield return !policy.Grants && broader.Grants
                ? Finding.AtServer("policies", new ServerFault.DenyBehindAllow(policy.Name, broader.Name))
                : NeverMatches(policy, $"'{broader.Name}' before it holds whenever it does");
        else if (!policy.Grants && before.Find(earlier => earlier.Grants) is { } granting)
            yield return Finding.AtServer("policies", new ServerFault.DenyBehindAllow(policy.Name, granting.Name), state: FindingState.Warning);

        foreach (var wanted in policy.Conditions.OfType<Condition.Groups>())
            if (groups is not null && wanted.Names.Count > 0 && !wanted.Names.Any(groups.Contains))
                yield return NeverMatches(policy, $"no account is in {string.Join(" or ", wanted.Names)}");
        if (policy.Grants && IsCalledDenial(policy.Name))
            yield return Finding.AtServer("policies", new ServerFault.DenialGrants(policy.Name), state: FindingState.Warning);
    }

    private static Finding NeverMatches(NetworkPolicy policy, string reason) =>
        Finding.AtServer("policies", new ServerFault.PolicyNeverMatches(policy.Name, policy.Grants ? "grant" : "deny", reason), state: FindingState.Warning);

    private static bool IsCalledDenial(string name) =>
        name.Split([' ', '-', '_']).Any(word => WordsOfDenial.Contains(word, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether the earlier one holds whenever the later one does: it asks for nothing that the later one does not ask for, too.</summary>
    private static bool IsBroader(NetworkPolicy earlier, NetworkPolicy later) =>
        earlier.Conditions.All(wanted => later.Conditions.Any(also => also.Name == wanted.Name && also.Wanted == wanted.Wanted));
}
