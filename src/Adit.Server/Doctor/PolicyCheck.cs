using Adit.Access.Policies;
using Adit.Diagnosis.Findings;
using Adit.Server.Control;

namespace Adit.Server.Doctor;

/// <summary>Looks for policies that can never decide, and for those that deny too late.</summary>
internal sealed class PolicyCheck : IServerCheck
{
    private const string Allow = "allow";
    private const int MaxNamed = 10;

    public string Component => "policies";

    public async Task<IReadOnlyList<Finding>> RunAsync(ServerSight sight, CancellationToken cancellation)
    {
        var accounts = sight.Client is { } client ? await client.ListAccountsAsync(cancellation) : null;
        var groups = accounts?.SelectMany(account => account.Groups).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. Judge(sight.Configuration.Policies, groups), .. JudgeAccounts(sight.Configuration.Policies, accounts ?? [])];
    }

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
        return found.Count > 0 ? found : [Finding.Good("policies", "Every policy can decide.", $"{enabled.Count} network policies")];
    }

    private static IEnumerable<Finding> JudgeOne(NetworkPolicy policy, List<NetworkPolicy> before, IReadOnlySet<string>? groups)
    {
        if (before.Find(earlier => IsBroader(earlier, policy)) is { } broader)
            yield return !policy.Grants && broader.Grants
                ? Finding.AtServer("policies", new ServerFault.DenyBehindAllow(policy.Name, broader.Name))
                : Finding.AtServer("policies", new ServerFault.PolicyNeverMatches(policy.Name, $"'{broader.Name}' before it holds whenever it does"), state: FindingState.Warning);
        else if (!policy.Grants && before.Find(earlier => earlier.Grants) is { } granting)
            yield return Finding.AtServer("policies", new ServerFault.DenyBehindAllow(policy.Name, granting.Name), state: FindingState.Warning);

        foreach (var wanted in policy.Conditions.OfType<Condition.Groups>())
            if (groups is not null && wanted.Names.Count > 0 && !wanted.Names.Any(groups.Contains))
                yield return Finding.AtServer("policies", new ServerFault.PolicyNeverMatches(policy.Name, $"no account is in {string.Join(" or ", wanted.Names)}"), state: FindingState.Warning);
    }

    /// <summary>Whether the earlier one holds whenever the later one does: it asks for nothing that the later one does not ask for, too.</summary>
    private static bool IsBroader(NetworkPolicy earlier, NetworkPolicy later) =>
        earlier.Conditions.All(wanted => later.Conditions.Any(also => also.Name == wanted.Name && also.Wanted == wanted.Wanted));
}
