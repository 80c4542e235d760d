namespace Adit.Access.Accounts;

/// <summary>How many accounts there are, by what keeps them from signing in.</summary>
/// <param name="Enabled">Neither disabled nor locked.</param>
/// <param name="Locked">Locked by wrong passwords, and not disabled.</param>
/// <param name="Disabled">Disabled.</param>
public sealed record AccountCounts(long Enabled, long Locked, long Disabled);
